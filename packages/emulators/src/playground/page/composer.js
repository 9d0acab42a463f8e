import { follow, h, setText, sign } from "./dom.js";

const MOST_HEIGHT_PX = 140;

/**
 * Where people write: who writes, what is answered or corrected, the text.
 *
 * @param {{
 *   label: string,
 *   most: number,
 *   send: (message: { as: string, text: string, about: About | null }) => Promise<object | null>,
 *   onWriter?: () => void,
 *   extra?: Node | null,
 * }} options `most`: characters; `extra`: a button beside the text
 * @typedef {{ kind: "edit" | "reply", id: number, text: string, words: string }} About
 */
export function makeComposer({ label, most, send, onWriter = () => {}, extra = null }) {
  let about = null;
  let writer = "";
  let sending = false;
  const field = h("textarea", {
    id: "text",
    rows: 1,
    maxLength: most,
    placeholder: label,
    autocomplete: "off",
    "aria-describedby": "keys",
  });
  const context = h("span");
  const cancel = h("button", { type: "button", class: "quiet" }, "Cancel");
  const line = h("div", { class: "about", hidden: true }, context, cancel);
  const writers = h("fieldset", { class: "writers", hidden: true });
  writers.append(h("legend", {}, "Write as"));
  const note = h("p", { class: "muted writer-note", hidden: true });
  const plane = sign("M4 12 20 4l-5 16-3.5-6.5z");
  const submit = h("button", { type: "submit", class: "send", "aria-label": "Send" }, plane);
  const form = h(
    "form",
    { class: "composer" },
    writers,
    note,
    line,
    h("label", { class: "hidden", htmlFor: "text" }, label),
    h("div", { class: "write" }, extra, field, submit),
    h("p", { id: "keys", class: "hidden" }, "Enter sends, Shift and Enter begin a new line."),
  );

  function setAbout(next) {
    about = next;
    line.hidden = next === null;
    setText(context, next?.words ?? "");
  }

  function begin(next) {
    setAbout(next);
    if (next.kind === "edit") field.value = next.text;
    grow();
    field.focus();
  }

  function end() {
    if (about?.kind === "edit") field.value = "";
    setAbout(null);
    grow();
    field.focus();
  }

  async function submitText(text) {
    if (text.trim() === "" || sending) return;
    sending = true;
    const done = await send({ as: writer, text, about });
    sending = false;
    if (done === null) return;
    // What was typed meanwhile stays.
    if (field.value === text) field.value = "";
    setAbout(null);
    grow();
  }

  function grow() {
    field.style.height = "auto";
    // Its height counts the border, what it scrolls over does not.
    const border = field.offsetHeight - field.clientHeight;
    field.style.height = `${Math.min(field.scrollHeight + border, MOST_HEIGHT_PX)}px`;
  }

  function choose(id) {
    writer = id;
    if (about?.kind === "edit") end();
    onWriter();
  }

  cancel.addEventListener("click", end);
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    // Enter ends a word of an input method, too; that one is not ours.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submitText(field.value);
    }
    if (event.key === "Escape" && about !== null) end();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitText(field.value);
  });

  return {
    form,
    begin,
    /** Writes this in the name of the chosen person. */
    say: submitText,
    get writer() {
      return writer;
    },
    /**
     * @param {{ id: string, name: string, about?: string }[]} people
     * @param {string} [hint] what has to be written here to be answered
     */
    show(people, hint = label) {
      field.placeholder = hint;
      if (!people.some(({ id }) => id === writer)) writer = people[0].id;
      writers.hidden = people.length < 2;
      follow(writers, people, {
        key: ({ id }) => id,
        make: ({ id, name }) => makeWriter(id, name, () => choose(id)),
        update: (element, { id }) => {
          element.querySelector("input").checked = id === writer;
        },
      });
      const special = people.find(({ id }) => id === writer);
      note.hidden = !special.about;
      setText(note, special.about ? `${special.name} is ${special.about}.` : "");
    },
  };
}

function makeWriter(id, name, choose) {
  return h(
    "label",
    { class: "writer" },
    h("input", { type: "radio", name: "writer", value: id, on: { change: choose } }),
    h("span", {}, name),
  );
}
