import { clock, follow, h, setText } from "../dom.js";
import { term } from "../terms.js";

const INTENTS = { send: "to create it", edit: "to edit it", ack: "to acknowledge it" };

/** Our messages of a batch: which message it is, the intent, the outcome. */
export function showOutbox(list, posts) {
  follow(list, posts, {
    key: ({ key }) => key,
    make: () =>
      h(
        "li",
        {},
        h("b"),
        h("span", { class: "words" }),
        h("span", { class: "outcome" }),
        h("span", { class: "intent" }, term("intent"), h("span")),
        h("span", { class: "in-doubt" }, term("in doubt", "doubt"), h("span")),
        h("span", { class: "error" }),
      ),
    update: (row, post) => {
      const part = (selector) => row.querySelector(selector);
      row.dataset.state = stateOf(post);
      setText(part("b"), nameOf(post));
      setText(part(".words"), post.text ?? "");
      setText(part(".outcome"), outcomeOf(post));
      part(".intent").hidden = post.op === null;
      setText(part(".intent > span"), ` ${INTENTS[post.op] ?? ""}, outcome not known yet`);
      part(".in-doubt").hidden = post.doubt_at === null || post.state !== "open";
      setText(
        part(".in-doubt > span"),
        ` since ${clock(post.doubt_at ?? 0)}: it is looked for, or done again where that shows nothing twice`,
      );
      setText(part(".error"), post.state === "done" ? "" : (post.error ?? ""));
    },
  });
}

function stateOf({ state, shown, op }) {
  if (state !== "open") return state;
  return op ? "intent" : shown ? "done" : "open";
}

/** Roles of ours, in words of people. Neither a reaction nor an answer to a button is a message. */
const SIGNS = { ack: "an answer to a button", react: "a reaction" };

function nameOf({ role, part, ref }) {
  if (SIGNS[role]) return SIGNS[role];
  const what = role === "final" ? `Part ${part + 1}` : role;
  return ref ? `${what}, message ${ref.message}` : `${what}, not there yet`;
}

function outcomeOf(post) {
  if (post.role === "react" && post.state !== "open") {
    return post.state === "done" ? "seen, or not needed any more" : post.state;
  }
  const { role, shown, state, visible, not_before, tries, plain, muted } = post;
  const waits =
    state === "open" && not_before > Date.now() ? `next try at ${clock(not_before)}` : "";
  const words = [
    shown ? "final text is seen" : state === "open" ? progress(role, visible) : null,
    state === "failed" || state === "uncertain" ? state : null,
    tries > 0 ? `${tries} tries without success` : null,
    plain ? "as plain text: the markup was refused" : null,
    muted && !shown ? "no progress here: it was refused" : null,
    waits,
  ];
  return words.filter(Boolean).join(", ");
}

const progress = (role, visible) =>
  role === "react"
    ? "not there yet"
    : visible > 0
      ? `${visible} characters seen so far`
      : "no words seen yet";
