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

/** @param busy - an answer is being written meanwhile */
export function updatePending(element, pending, busy) {
  const [before, after] = element.querySelectorAll("h3 > span");
  setText(before, pending.length === 1 ? "1 message " : `${pending.length} messages `);
  setText(after, busy ? " until this answer is done" : ": being collected");
  const items = pending.map((item, index) => ({ ...item, key: `${item.at}-${index}` }));
  follow(element.querySelector("ul"), items, {
    key: ({ key }) => key,
    make: ({ by, text }) => h("li", {}, h("b", {}, by), ` ${text || "(a file)"}`),
    update: () => {},
  });
}
