import { MEMORY, makeChips, PLAN } from "../chips.js";
import { makeComposer } from "../composer.js";
import { follow, h, setText } from "../dom.js";
import { makeHead } from "./head.js";
import { rich } from "./rich.js";
import { makeStory, updateStory } from "./story.js";

/** This close to its end, the task follows new comments. */
const NEAR_END_PX = 60;
const MOST = 8_000;

const CHIPS = ["help", "slow", "long answer", "/stop", PLAN, ...MEMORY, "complete this task"];

/**
 * A task of Asana as its people see it.
 *
 * @param {HTMLElement} root
 * @param {import("../main.js").Room} room
 */
export function mount(root, room) {
  let pinned = true;
  let lastKey = "";
  let shown = { scene: null, place: null };
  const composer = makeComposer({
    label: "Comment",
    most: MOST,
    extra: mentionButton(() => shown.scene?.bot.name ?? ""),
    onWriter: () => show(shown.scene, shown.place),
    send: ({ as, text, about }) =>
      about?.kind === "edit"
        ? room.do("edit", { as, story: about.id, text })
        : room.do("say", { as, text }),
  });
  const head = makeHead({
    assign: async (to) => {
      await room.do("assign", { as: composer.writer, to });
      // One that was refused is taken back.
      head.show(shown.scene, shown.place.writers);
    },
    complete: (done) => room.do("complete", { as: composer.writer, done }),
  });
  const notes = h("section", { class: "notes", "aria-label": "Description" });
  const empty = h("p", { class: "nothing" });
  const log = h("div", { class: "stories", role: "log", "aria-label": "Activity" });
  log.setAttribute("aria-relevant", "additions");
  const scroll = h("div", { class: "activity", tabIndex: 0 }, notes, log, empty);
  scroll.setAttribute("role", "group");
  scroll.ariaLabel = "The task";
  const chips = makeChips((text) => composer.say(text));
  root.append(h("div", { class: "asana" }, head.element, scroll, chips.element, composer.form));

  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
  };
  let size = "";
  scroll.addEventListener("scroll", () => {
    const before = size;
    size = `${scroll.scrollHeight} ${scroll.clientHeight}`;
    // Where the layout has changed, it was not a person who scrolled away.
    if (size !== before) return;
    pinned = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
  });
  new ResizeObserver(() => pinned && toEnd()).observe(scroll);

  const acts = {
    ...room,
    edit: ({ id, typed }) =>
      composer.begin({ kind: "edit", id, text: typed, words: "Editing your comment" }),
    remove: ({ id }) => room.do("delete", { as: composer.writer, story: id }),
  };

  function show(scene, place) {
    shown = { scene, place };
    const isOurs = scene.assignee?.id === scene.bot.id;
    composer.show(place.writers, isOurs ? undefined : `Mention @${scene.bot.name} for an answer`);
    head.show(scene, place.writers);
    showNotes(scene);
    const comments = scene.stories.filter(({ kind }) => kind === "comment");
    empty.hidden = comments.length > 0 || isOurs;
    setText(
      empty,
      `Assign the task to ${scene.bot.name}, or mention it in a comment: @${scene.bot.name}`,
    );
    const items = scene.stories.map((story) => ({
      story,
      mine: story.by.id === composer.writer,
    }));
    follow(log, items, {
      key: ({ story, mine }) => `${story.id}-${mine}`,
      make: (item) => makeStory(item, acts),
      update: (element, item) => updateStory(element, item, acts),
    });
    const last = items.at(-1);
    // What one has just written, one wants to see.
    const key = last?.story.id ?? "";
    if (pinned || (last?.mine && key !== lastKey)) toEnd();
    lastKey = key;
    // On a task of somebody else the bot is mentioned.
    chips.show(CHIPS, (word) => (isOurs ? word : `@${scene.bot.name} ${word}`));
  }

  function showNotes({ notes: html }) {
    if (notes.dataset.shown === html) return;
    notes.dataset.shown = html;
    notes.hidden = html === "" || html === "<body></body>";
    notes.replaceChildren(h("div", { class: "rich" }, ...rich(html)));
  }

  return { show };
}

/** Begins the comment with a mention of the bot. */
function mentionButton(nameOf) {
  const begin = () => {
    const field = button.closest("form").querySelector("textarea");
    if (!field.value.startsWith(`@${nameOf()}`)) field.value = `@${nameOf()} ${field.value}`;
    field.focus();
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "attach mention-button",
      "aria-label": "Mention the bot",
      title: "Mention the bot",
      on: { click: begin },
    },
    "@",
  );
  return button;
}
