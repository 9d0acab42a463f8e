import { post } from "../ask.js";
import { byId, clock, follow, h, setText } from "../dom.js";
import { attempt, tell } from "../notice.js";
import { term } from "../terms.js";

const OPEN = ["pending", "approved", "executing"];
const NAMES = {
  pending: "waits for a person",
  executing: "being done",
  executed: "done",
};

/** Acts that are up to a person, and their trails. */
export function showApprovals({ system, stages, stage, place }) {
  const { writers } = stages
    .find(({ name }) => name === stage)
    .places.find(({ id }) => id === place);
  const where = `stage/${stage}/${place}/say`;
  byId("approvals-card").hidden = system.approvals.length === 0;
  follow(byId("approvals"), system.approvals, {
    key: ({ id }) => id,
    make: (approval) => makeApproval(approval, where, writers),
    update: updateApproval,
  });
}

function makeApproval({ code, state, title }, where, writers) {
  return h(
    "details",
    { class: "batch approval", open: OPEN.includes(state) },
    h("summary", {}, h("span", { class: "said" }, title), h("span", { class: "badge" })),
    h(
      "dl",
      {},
      ...["Where", "Tool", "Asked by", "Code", "Until", "Outcome"].map((name) =>
        h("div", {}, h("dt", {}, name), h("dd")),
      ),
    ),
    makeDeciding(code, where, writers),
    h("h3", {}, term("Trail", "trail")),
    h("ol", { class: "timeline" }),
  );
}

/** Anybody of the place may try, in the way that works everywhere: by writing it. */
function makeDeciding(code, where, writers) {
  const who = h(
    "select",
    { "aria-label": `Who decides about ${code}` },
    ...writers.map(({ id, name }) => h("option", { value: id }, name)),
  );
  const decide = async (word) => {
    const text = `/${word} ${code}`;
    const writer = writers.find(({ id }) => id === who.value);
    if (!(await attempt(() => post(where, { as: who.value, text })))) return;
    tell(
      `${writer.name} has written ${text}.${writer.about ? ` ${writer.name} is ${writer.about}.` : ""}`,
    );
  };
  const button = (word, label) =>
    h("button", { type: "button", on: { click: () => decide(word) } }, label);
  return h(
    "p",
    { class: "acts" },
    "As ",
    who,
    button("approve", "Approve"),
    button("reject", "Reject"),
  );
}

function updateApproval(element, { code, state, target, tool, askedBy, until, outcome, trail }) {
  const part = (selector) => element.querySelector(selector);
  const values = [target, tool, askedBy, code, date(until), outcome ?? ""];
  element.querySelectorAll("dd").forEach((cell, at) => {
    setText(cell, values[at]);
    cell.parentElement.hidden = values[at] === "";
  });
  setText(part(".badge"), NAMES[state] ?? state);
  part(".badge").dataset.state = badgeOf(state);
  part(".acts").hidden = state !== "pending";
  const seen = trail.map((line, at) => ({ ...line, key: at }));
  follow(part(".timeline"), seen, {
    key: ({ key }) => key,
    make: ({ at, text, tone }) =>
      h("li", { "data-tone": tone }, h("time", {}, clock(at)), h("span", {}, text)),
    update: () => {},
  });
}

const date = (at) =>
  new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short", hour12: false });

function badgeOf(state) {
  if (state === "executed") return "answered";
  return OPEN.includes(state) ? "active" : state === "failed" ? "dead" : "stopped";
}
