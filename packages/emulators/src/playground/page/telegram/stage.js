import { MEMORY, makeChips, PLAN } from "../chips.js";
import { makeComposer } from "../composer.js";
import { follow, h, setText } from "../dom.js";
import { makeLog } from "../log.js";
import { attachButton } from "./attach.js";
import { makeBubble, updateBubble } from "./bubble.js";

const CHIPS = [
  ...["help", "slow", "long answer", "/stop", "/status"],
  ...[PLAN, ...MEMORY],
  "merge #2 of robin/harbour",
];

/**
 * Telegram as people see it.
 *
 * @param {HTMLElement} root
 * @param {import("../main.js").Room} room
 */
export function mount(root, room) {
  let shown = { scene: null, place: null };
  const composer = makeComposer({
    label: "Message",
    most: 4096,
    extra: attachButton((files) => room.do("attach", { as: composer.writer, files })),
    onWriter: () => show(shown.scene, shown.place),
    send: ({ as, text, about }) =>
      about?.kind === "edit"
        ? room.do("edit", { as, message: about.id, text })
        : room.do("say", { as, text, ...(about ? { replyTo: about.id } : {}) }),
  });
  const title = h("h2");
  const presence = h("p", { class: "muted" });
  const avatar = h("span", { class: "avatar", "aria-hidden": "true" });
  const empty = h("p", { class: "empty" });
  const typing = h("p", { class: "bubble typing", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  const log = makeLog(empty);
  const chips = makeChips((text) => composer.say(text));
  root.append(
    h("header", { class: "peer" }, avatar, h("div", {}, title, presence)),
    log.element,
    chips.element,
    composer.form,
  );

  const acts = {
    ...room,
    press: async (message, data) => {
      const done = await room.do("press", { as: composer.writer, message, data });
      if (done?.answer) room.tell(done.answer);
    },
    edit: ({ id, text }) =>
      composer.begin({ kind: "edit", id, text, words: "Editing your message" }),
    reply: ({ id, text, by }) =>
      composer.begin({ kind: "reply", id, text: "", words: `Replying to ${by.name}: ${text}` }),
  };

  function show(scene, place) {
    shown = { scene, place };
    const { bot, kind, bubbles, typing: types } = scene;
    composer.show(place.writers, kind === "group" ? `Mention @${bot} for an answer` : undefined);
    showPeer(scene, place);
    empty.hidden = bubbles.length > 0;
    setText(
      empty,
      kind === "private"
        ? "No messages yet. Say hello, or take one of these:"
        : "No messages yet. In a group the bot answers whoever mentions it or replies to it. Take one of these:",
    );
    const all = new Map(bubbles.map((bubble) => [bubble.id, bubble]));
    const items = together(bubbles).map((parts) => ({
      parts,
      mine: parts[0].by.id === composer.writer,
      quoted: all.get(parts[0].replyTo),
      group: kind === "group",
      about: place.writers.find(({ id }) => id === parts[0].by.id)?.about ?? null,
    }));
    follow(log.element, items, {
      key: ({ parts, mine }) => `${parts[0].id}-${mine}`,
      make: (item) => makeBubble(item, acts),
      update: (element, item) => updateBubble(element, item, acts),
    });
    const last = items.at(-1);
    // Below its own placeholder three dots more would say nothing.
    if (types && !last?.parts[0].by.bot) log.element.append(typing);
    else typing.remove();
    log.changed(last?.parts[0].id, last?.mine);
    // In a group the bot is asked by its name, and hears commands without it.
    const bare = (word) => kind === "private" || word.startsWith("/");
    chips.show(CHIPS, (word) => (bare(word) ? word : `@${bot} ${word}`));
  }

  function showPeer({ bot, kind, typing: types }, place) {
    const name = kind === "private" ? bot : place.title;
    setText(title, name);
    setText(avatar, name.slice(0, 1).toUpperCase());
    setText(presence, types ? "typing…" : kind === "private" ? "bot" : place.about);
    presence.classList.toggle("live", types);
  }

  return { show };
}

/** Messages of one album are one bubble. */
function together(bubbles) {
  const groups = [];
  for (const bubble of bubbles) {
    const before = groups.at(-1);
    if (bubble.album !== null && before?.[0].album === bubble.album) before.push(bubble);
    else groups.push([bubble]);
  }
  return groups;
}
