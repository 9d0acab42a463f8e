import { MEMORY, makeChips, PLAN } from "../chips.js";
import { makeComposer } from "../composer.js";
import { follow, h, setText } from "../dom.js";
import { makeLog } from "../log.js";
import { makeBubble, updateBubble } from "./bubble.js";

const CHIPS = ["help", "slow", "long answer", "/stop", "/status", PLAN, ...MEMORY];

/**
 * Any platform, as much as its driver tells of it.
 *
 * @param {HTMLElement} root
 * @param {import("../main.js").Room} room
 */
export function mount(root, room) {
  const composer = makeComposer({
    label: "Message",
    most: 4096,
    send: ({ as, text, about }) =>
      about ? room.do("edit", { text }) : room.do("say", { as, text }),
  });
  const title = h("h2");
  const presence = h("p", { class: "muted" });
  const trouble = h("p", { class: "trouble", role: "status", hidden: true });
  const empty = h("p", { class: "empty" });
  setText(empty, "Nobody has asked yet. What addresses the bot here is added. Take one of these:");
  const log = makeLog(empty);
  const chips = makeChips((text) => composer.say(text));
  chips.show(CHIPS, (word) => word);
  root.append(
    h("header", { class: "peer" }, h("div", {}, title, presence)),
    trouble,
    log.element,
    chips.element,
    composer.form,
  );
  const acts = {
    ...room,
    act: (name, { id, text }) =>
      name === "edit"
        ? composer.begin({ kind: name, id, text, words: "Editing the question" })
        : room.do(name, {}),
  };

  return {
    show({ bubbles, typing, trouble: said }, place) {
      composer.show(place.writers);
      setText(title, place.title);
      setText(presence, typing ? "typing…" : place.about);
      presence.classList.toggle("live", typing);
      trouble.hidden = said === null;
      setText(trouble, said === null ? "" : `The platform's own code says: ${said}`);
      empty.hidden = bubbles.length > 0;
      const aboutOf = (by) => place.writers.find(({ id }) => id === by)?.about;
      follow(log.element, bubbles, {
        key: ({ id }) => id,
        make: (one) => makeBubble({ ...one, about: aboutOf(one.by) }, one.by === "ask", acts),
        update: (element, one) => updateBubble(element, one, acts),
      });
      const last = bubbles.at(-1);
      log.changed(last?.id, last?.by !== "us");
    },
  };
}
