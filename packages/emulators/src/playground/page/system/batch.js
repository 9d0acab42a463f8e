import { post } from "../ask.js";
import { clock, follow, h, setText } from "../dom.js";
import { attempt } from "../notice.js";
import { term } from "../terms.js";
import { showOutbox } from "./outbox.js";
import { steps } from "./steps.js";
import { showTimeline } from "./timeline.js";
import { showPlan, showTools } from "./work.js";

const OPEN = ["waiting", "active"];

const NAMES = {
  waiting: "waits for its turn",
  active: "being answered",
  dead: "given up",
  undeliverable: "undeliverable",
};

/** Terms with a number each. */
const COUNTS = [
  ["Batch", ({ said }) => sizeOf(said.length)],
  ["Epoch", ({ epoch }) => epoch],
  ["Attempt", ({ attempt }) => attempt],
  ["Steps", ({ seq }) => seq],
];

/** Who answers, by the route. */
const AGENTS = {
  simple: "SimpleAgent: one turn, light tools",
  orchestrator: "OrchestratorAgent: a plan, and workers for its steps",
  hitl: "HITLAgent: prepares an act, asks, does what was approved",
  researcher: "LeadResearcherAgent: several questions at once, with sources",
  info: "InfoAgent: answers about the owner",
};

function sizeOf(messages) {
  if (messages === 0) return "of a decision";
  return messages === 1 ? "of 1 message" : `of ${messages} messages`;
}

/** A batch that could not be answered: what an operator can do is in sight. */
export function makeDead(batch, { stage, place }) {
  const act = (name, label, about) => {
    const run = () => attempt(() => post("settle", { stage, place, batch: batch.id, act: name }));
    return h(
      "button",
      {
        type: "button",
        "aria-label": `${label} the batch of ${clock(batch.created_at)}`,
        title: about,
        on: { click: run },
      },
      label,
    );
  };
  return h(
    "div",
    { class: "letter" },
    makeBatch(batch),
    h(
      "p",
      { class: "acts" },
      act("replay", "Replay", "Try once more; the answer takes the place of the notice."),
      act("drop", "Drop", "Forget it; the notice stays as it is."),
      h("span", { class: "muted" }, "Try it once more, or forget it."),
    ),
  );
}

/** One batch: a line, and what is behind it on demand (at once while it is open). */
export function makeBatch({ state }) {
  return h(
    "details",
    { class: "batch", open: OPEN.includes(state) },
    h(
      "summary",
      {},
      h("b"),
      h("span", { class: "said" }),
      h("span", { class: "badge" }),
      h("span", { class: "took" }),
    ),
    h("ol", { class: "steps", "aria-label": "How far it is" }),
    h(
      "p",
      { class: "counts" },
      ...COUNTS.map(([name]) => h("span", {}, term(name, name.toLowerCase()), h("b"))),
    ),
    h("dl"),
    h("h3", {}, term("Plan", "plan")),
    h("ol", { class: "posts plan" }),
    h("h3", {}, term("Tools", "tool")),
    h("ul", { class: "posts tools" }),
    h("h3", {}, term("Outbox", "outbox")),
    h("ul", { class: "posts outbox" }),
    h("h3", {}, term("Timeline", "timeline")),
    h("ol", { class: "timeline" }),
  );
}

/** @param blockedUntil - until when the platform makes the conversation wait */
export function updateBatch(element, batch, blockedUntil) {
  const part = (selector) => element.querySelector(selector);
  setText(part("summary b"), clock(batch.created_at));
  const held = batch.state === "active" && blockedUntil > Date.now();
  setText(part(".badge"), held ? "waiting for the platform" : (NAMES[batch.state] ?? batch.state));
  part(".badge").dataset.state = batch.state;
  const words = batch.said.map(({ text }) => text || "(a file)").join(" / ");
  setText(part(".said"), words || (batch.about ?? ""));
  setText(part(".took"), tookOf(batch));
  follow(part(".steps"), steps(batch), {
    key: ({ name }) => name,
    make: ({ name }) => h("li", {}, h("b", {}, name), h("span")),
    update: (step, { state, text }) => {
      step.dataset.state = state;
      setText(step.querySelector("span"), text);
    },
  });
  element.querySelectorAll(".counts b").forEach((count, index) => {
    setText(count, String(COUNTS[index][1](batch)));
  });
  follow(part("dl"), facts(batch), {
    key: ({ name }) => name,
    make: ({ name, word }) => h("div", {}, h("dt", {}, word ? term(name, word) : name), h("dd")),
    update: (row, { value }) => setText(row.querySelector("dd"), value),
  });
  showPlan(part(".plan"), batch.work.plan);
  showTools(part(".tools"), batch.work.tools);
  showOutbox(part(".outbox"), batch.posts);
  showTimeline(part(".timeline"), batch);
  for (const list of element.querySelectorAll(":scope > h3")) {
    list.hidden = list.nextElementSibling.childElementCount === 0;
  }
}

/** As long as the person has waited. */
function tookOf({ created_at, ended_at, said }) {
  const from = Math.min(created_at, ...said.map(({ at }) => at));
  return ended_at === null ? "" : `${((ended_at - from) / 1000).toFixed(1)} s`;
}

/** Who has the work now, in words. */
function workOf({ state, held, ending, retry_at }) {
  if (ending) return "the final is known and stored; only its delivery is left";
  if (state === "waiting") return "waits for the batch before it";
  if (retry_at !== null && retry_at > Date.now()) return `waits until ${clock(retry_at)}`;
  return held ? "the agent is at work" : "about to be taken up";
}

function facts(batch) {
  const { route, usage, error, failures, stalls, outages, state, kind } = batch;
  const open = OPEN.includes(state);
  const trouble = [
    failures ? `${failures} failures` : null,
    stalls ? `${stalls} silences` : null,
    outages ? `${outages} times out of reach` : null,
    error,
  ].filter(Boolean);
  const row = (name, value, word = null) => (value ? [{ name, value, word }] : []);
  return [
    ...row("Command", kind === "turn" || kind === "decision" ? "" : `/${kind}`),
    ...row("Now", open ? workOf(batch) : ""),
    ...row("Progress", progressOf(batch)),
    ...row("Agent", AGENTS[route?.route] ?? ""),
    ...row("Route", route ? `${route.route}, by ${route.tier}: ${route.reason}` : "", "route"),
    ...row("Tokens", usage ? `${usage.input} in, ${usage.output} out` : ""),
    ...row("Trouble", trouble.join(", ")),
  ];
}

function progressOf({ streamed, epoch, posts }) {
  const seen = posts.reduce((sum, { visible }) => sum + visible, 0);
  if (streamed === 0) return seen > 0 ? `${seen} characters seen` : "";
  const again = epoch > 1;
  const written = `${streamed} characters written${again ? " in this epoch" : ""}`;
  // A sign that more is to come is seen, too.
  return seen > 0 ? `${written}, ${!again && seen >= streamed ? "all" : seen} seen` : written;
}
