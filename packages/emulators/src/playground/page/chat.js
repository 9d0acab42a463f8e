import { get, post } from "./ask.js";
import { attempt, beginEdit } from "./composer.js";
import { byId, clock, follow, h, setText } from "./dom.js";
import { formatted } from "./entities.js";

const log = byId("messages");
const typing = h("p", { class: "bubble typing", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
/** This close to its end, the log follows new messages. */
const NEAR_END_PX = 60;
let wasOpen = false;
let pinned = true;
let lastId = 0;

const toEnd = () => {
  log.scrollTop = log.scrollHeight;
};
log.addEventListener("scroll", () => {
  pinned = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
});
new ResizeObserver(() => pinned && toEnd()).observe(log);

export function showChat({ chat, bot, conversation }) {
  setText(byId("bot"), bot);
  setText(byId("presence"), chat.typing ? "typing…" : "bot");
  byId("presence").classList.toggle("live", chat.typing);
  byId("empty").hidden = chat.bubbles.length > 0;
  const all = new Map(chat.bubbles.map((bubble) => [bubble.id, bubble]));
  follow(log, chat.bubbles, {
    key: ({ id }) => id,
    make: ({ id, mine }) => makeBubble(id, mine),
    update: (element, bubble) => update(element, bubble, all.get(bubble.replyTo)),
  });
  const last = chat.bubbles.at(-1);
  // Below its own placeholder three dots more would say nothing.
  if (chat.typing && last?.mine) log.append(typing);
  else typing.remove();
  // What one has just written, one wants to see.
  if (pinned || (last?.mine && last.id !== lastId)) toEnd();
  lastId = last?.id ?? 0;
  announce(conversation);
}

/** Edits are not read out while they stream; the end of an answer is said once. */
function announce(conversation) {
  const open = conversation?.batches.some(({ state }) => state === "active") ?? false;
  if (wasOpen && !open) setText(byId("announce"), "The answer is complete.");
  if (!wasOpen && open) setText(byId("announce"), "The bot is answering.");
  wasOpen = open;
}

function makeBubble(id, mine) {
  const versions = h("ol", { class: "versions" });
  const history = h("details", { class: "history" }, h("summary"), versions);
  history.addEventListener("toggle", () => history.open && showVersions(id, history, versions));
  const edit = h("button", { type: "button", class: "quiet edit" }, "Edit");
  return h(
    "article",
    { class: `bubble ${mine ? "mine" : "theirs"}`, "aria-label": mine ? "You" : "Bot" },
    h("p", { class: "quote", hidden: true }),
    h("div", { class: "text" }),
    h("div", { class: "keyboard" }),
    h("footer", {}, h("span", { class: "reactions" }), history, mine ? edit : null, h("time")),
  );
}

function update(element, bubble, quoted) {
  const now = JSON.stringify([bubble, quoted?.text]);
  if (element.dataset.shown === now) return;
  element.dataset.shown = now;
  const part = (selector) => element.querySelector(selector);
  part(".text").replaceChildren(...formatted(bubble.text, bubble.entities));
  part(".quote").hidden = !quoted;
  setText(part(".quote"), quoted ? quoted.text.slice(0, 120) : "");
  setText(part(".reactions"), bubble.reactions.join(" "));
  setText(part("time"), clock(bubble.at));
  const history = part(".history");
  history.hidden = bubble.edits === 0;
  setText(part("summary"), `edited ${bubble.edits === 1 ? "once" : `${bubble.edits} times`}`);
  if (history.open) showVersions(bubble.id, history, part(".versions"));
  const edit = part(".edit");
  if (edit) edit.onclick = () => beginEdit(bubble);
  part(".keyboard").replaceChildren(...bubble.buttons.map((row) => keyboardRow(bubble.id, row)));
}

function keyboardRow(message, row) {
  const button = ({ text, data }) => h("button", { type: "button", disabled: data === null }, text);
  const element = h("div", {}, ...row.map(button));
  row.forEach(({ data }, index) => {
    element.children[index].onclick = () => attempt(() => post("press", { message, data }));
  });
  return element;
}

async function showVersions(id, history, list) {
  const versions = await get(`versions?message=${id}`).catch((error) => [{ text: error.message }]);
  if (!history.open) return;
  const item = ({ text, at }) => h("li", {}, at ? h("time", {}, clock(at)) : null, ` ${text}`);
  list.replaceChildren(...versions.map(item));
}
