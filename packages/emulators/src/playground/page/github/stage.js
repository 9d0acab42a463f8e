import { MEMORY, makeChips } from "../chips.js";
import { makeComposer } from "../composer.js";
import { follow, h, setText } from "../dom.js";
import { makeComment, updateComment } from "./comment.js";

/** This close to its end, the page follows new comments. */
const NEAR_END_PX = 80;
const CHIPS = [
  ...["help", "slow", "long answer"],
  ...["compare three piers and open an issue", ...MEMORY],
];
const ACTS = { issue: "please close this issue", pull: "please merge this pull request" };
const STATES = { open: "Open", closed: "Closed", merged: "Merged" };

/**
 * GitHub as people see it: an issue, a pull request, or a thread at one of its lines.
 *
 * @param {HTMLElement} root
 * @param {import("../main.js").Room} room
 */
export function mount(root, room) {
  let pinned = true;
  let last = "";
  let shown = { scene: null, place: null };
  const composer = makeComposer({
    label: "Comment",
    most: 65_536,
    onWriter: () => show(shown.scene, shown.place),
    send: ({ as, text, about }) =>
      about?.kind === "edit"
        ? room.do("edit", { as, message: about.id, text })
        : room.do("say", { as, text }),
  });
  const number = h("span", { class: "gh-number" });
  const title = h("span");
  const state = h("span", { class: "gh-state" });
  const where = h("span", { class: "muted" });
  const lock = h("span", { class: "gh-locked" }, "Locked");
  const diff = h("pre", { class: "gh-diff", tabIndex: 0, "aria-label": "The code it is about" });
  const list = h("div", { class: "gh-list", role: "log", "aria-relevant": "additions" });
  const scroller = h(
    "div",
    { class: "gh-page", tabIndex: 0, "aria-label": "Comments" },
    diff,
    list,
  );
  scroller.setAttribute("role", "region");
  const chips = makeChips((text) => composer.say(text));
  root.append(
    h(
      "header",
      { class: "gh-top" },
      h("h2", {}, title, " ", number),
      h("p", {}, state, lock, where),
    ),
    scroller,
    chips.element,
    composer.form,
  );
  const toEnd = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  let size = "";
  scroller.addEventListener("scroll", () => {
    const before = size;
    size = `${scroller.scrollHeight} ${scroller.clientHeight}`;
    // Where the layout has changed, it was not a person who scrolled away.
    if (size !== before) return;
    pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  });
  new ResizeObserver(() => pinned && toEnd()).observe(scroller);

  const acts = {
    ...room,
    now: (id) => shown.scene.comments.find((one) => one.id === id),
    edit: ({ id, text }) =>
      composer.begin({ kind: "edit", id, text, words: "Editing your comment" }),
    tick: (message, box) => room.do("tick", { as: composer.writer, message, box }),
    async redeliver(message) {
      if (await room.do("redeliver", { message })) room.tell("Delivered again, under the same id.");
    },
  };

  function show(scene, place) {
    shown = { scene, place };
    composer.show(place.writers, `Mention @${scene.bot} for an answer`);
    setText(title, scene.title);
    setText(number, `#${scene.number}`);
    setText(state, STATES[scene.state]);
    state.dataset.state = scene.state;
    state.dataset.kind = scene.kind;
    lock.hidden = !scene.locked;
    setText(where, scene.at ? `${scene.repository}, ${scene.at.path}` : scene.repository);
    showDiff(scene.at);
    const items = scene.comments.map((comment) => ({
      comment,
      mine: comment.by.id === composer.writer,
    }));
    follow(list, items, {
      key: ({ comment, mine }) => `${comment.id}-${mine}`,
      make: (item) => makeComment(item, acts),
      update: (element, item) => updateComment(element, item, acts),
    });
    const key = items.at(-1)?.comment.id ?? "";
    if (pinned || (items.at(-1)?.mine && key !== last)) toEnd();
    last = key;
    // What is done already cannot be asked for again.
    const asks = scene.state === "open" ? [ACTS[scene.kind] ?? ACTS.pull] : [];
    chips.show([...CHIPS, ...asks], (word) => `@${scene.bot} ${word}`);
  }

  function showDiff(at) {
    diff.hidden = at === null;
    const lines = at?.diff ?? [];
    if (diff.dataset.shown === lines.join("\n")) return;
    diff.dataset.shown = lines.join("\n");
    const sign = { "+": "new", "-": "old", "@": "hunk" };
    diff.replaceChildren(
      ...lines.map((line) => h("span", { "data-line": sign[line[0]] ?? "same" }, `${line}\n`)),
    );
  }

  return { show };
}
