import { follow, h, setText } from "../dom.js";
import { term } from "../terms.js";

export function makePending() {
  return h(
    "div",
    { class: "pending" },
    h("h3", {}, h("span"), term("pending"), h("span")),
    h("ul"),
  );
}

/** Nobody knows yet whether their writers may use the bot. */
export function makeUnasked() {
  return h(
    "div",
    { class: "pending" },
    h("h3", {}, h("span"), term("permission"), h("span")),
    h("ul"),
  );
}

export function updateUnasked(element, unasked) {
  const [before, after] = element.querySelectorAll("h3 > span");
  setText(before, unasked.length === 1 ? "1 message waits: " : `${unasked.length} messages wait: `);
  setText(after, " not known yet");
  follow(element.querySelector("ul"), unasked, line);
}

/** Deliveries that hold ids only: the platform is asked for their words. */
export function makeUnread() {
  return h("div", { class: "pending" }, h("h3"));
}

export function updateUnread(element, unread) {
  const [who, it] =
    unread === 1 ? ["1 event waits", "it was"] : [`${unread} events wait`, "they were"];
  setText(element.querySelector("h3"), `${who}: what ${it} about is being looked up`);
}

/** @param busy - an answer is being written meanwhile */
export function updatePending(element, pending, busy) {
  const [before, after] = element.querySelectorAll("h3 > span");
  setText(before, pending.length === 1 ? "1 message " : `${pending.length} messages `);
  setText(after, busy ? " until this answer is done" : ": being collected");
  const items = pending.map((item, index) => ({ ...item, key: `${item.at}-${index}` }));
  follow(element.querySelector("ul"), items, line);
}

const line = {
  key: ({ key }) => key,
  make: ({ by, text }) => h("li", {}, h("b", {}, by ?? ""), ` ${text || "(a file)"}`),
  update: () => {},
};
