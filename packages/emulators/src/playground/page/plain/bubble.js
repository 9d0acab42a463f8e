import { clock, h, setText } from "../dom.js";
import { makeHistory } from "../history.js";

/** What may be done to a message, as it stands on the button. */
const ACTS = {
  edit: "Edit",
  retract: "Delete",
  press: "Press its button",
  remove: "Delete as somebody else",
};

/** A message of anybody. */
export function makeBubble({ id, by, name, about }, mine, acts) {
  const button = (act) =>
    h("button", { type: "button", class: "quiet", "data-act": act }, ACTS[act]);
  return h(
    "article",
    { class: `bubble ${mine ? "mine" : "theirs"}`, "aria-label": name },
    mine ? null : h("b", { class: "by", "data-colour": by === "us" ? "bot" : "2" }, name),
    h("div", { class: "text" }),
    h(
      "footer",
      {},
      h("span", { class: "reactions" }),
      makeHistory(() => acts.get("versions", { message: id })),
      ...Object.keys(ACTS).map(button),
      h("time"),
    ),
    about ? h("p", { class: "special" }, about) : null,
  );
}

export function updateBubble(element, bubble, acts) {
  const now = JSON.stringify(bubble);
  if (element.dataset.shown === now) return;
  element.dataset.shown = now;
  const part = (selector) => element.querySelector(selector);
  setText(part(".text"), bubble.text);
  element.classList.toggle("gone-by", bubble.deleted);
  setText(part(".reactions"), bubble.reactions.join(" "));
  setText(part("time"), `${bubble.deleted ? "deleted, " : ""}${clock(bubble.at)}`);
  part(".history").show(bubble.edits);
  for (const button of element.querySelectorAll("[data-act]")) {
    button.hidden = !bubble.can.includes(button.dataset.act);
    button.onclick = () => acts.act(button.dataset.act, bubble);
  }
}
