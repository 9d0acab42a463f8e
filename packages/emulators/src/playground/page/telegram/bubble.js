import { clock, h, setText } from "../dom.js";
import { makeHistory } from "../history.js";
import { formatted } from "./entities.js";
import { showFiles } from "./files.js";

/** Names in a group have one of so many colours, see `stage.css`. */
const COLOURS = 6;

/** A bubble: one message, or the messages of an album. */
export function makeBubble({ parts: [{ id, by }], mine, group, about }, acts) {
  const history = makeHistory(() => acts.get("versions", { message: id }));
  const button = (name) => h("button", { type: "button", class: `quiet ${name}` }, name);
  return h(
    "article",
    { class: `bubble ${mine ? "mine" : "theirs"}`, "aria-label": mine ? "You" : by.name },
    group && !mine ? h("b", { class: "by", "data-colour": colourOf(by) }, by.name) : null,
    h("p", { class: "quote", hidden: true }),
    h("div", { class: "files" }),
    h("div", { class: "text" }),
    h("div", { class: "keyboard" }),
    h(
      "footer",
      {},
      h("span", { class: "reactions" }),
      history,
      button("Reply"),
      mine ? button("Edit") : null,
      h("time"),
    ),
    // Why nobody answers him.
    about ? h("p", { class: "special" }, about) : null,
  );
}

function colourOf({ id, bot }) {
  return bot ? "bot" : String(Number(id) % COLOURS);
}

export function updateBubble(element, item, acts) {
  const { parts, quoted } = item;
  const [first] = parts;
  const now = JSON.stringify([parts, quoted?.text]);
  if (element.dataset.shown === now) return;
  element.dataset.shown = now;
  const part = (selector) => element.querySelector(selector);
  // The caption of an album is that of the part that has one.
  const said = parts.find(({ text }) => text !== "") ?? first;
  part(".text").replaceChildren(...formatted(said.text, said.entities));
  part(".quote").hidden = !quoted;
  setText(part(".quote"), quoted ? `${quoted.by.name}: ${quoted.text.slice(0, 120)}` : "");
  showFiles(part(".files"), parts, acts);
  setText(part(".reactions"), first.reactions.join(" "));
  setText(part("time"), clock(first.at));
  part(".history").show(first.edits);
  part(".Reply").onclick = () => acts.reply(said);
  const edit = part(".Edit");
  if (edit) edit.onclick = () => acts.edit(said);
  const rows = first.buttons.map((row) => keyboardRow(first.id, row, acts));
  part(".keyboard").replaceChildren(...rows);
}

function keyboardRow(message, row, acts) {
  const button = ({ text, data }) => {
    const press = () => acts.press(message, data);
    return h("button", { type: "button", disabled: data === null, on: { click: press } }, text);
  };
  return h("div", {}, ...row.map(button));
}
