import { byId, h } from "./dom.js";

/** Every word of ours that a newcomer need not know. */
const GLOSSARY = {
  offline:
    "No key, no internet: a stand-in gives canned answers. To talk to Claude on this very page, stop and start again: ANTHROPIC_API_KEY=… npm start",
  real: "ANTHROPIC_API_KEY is set: answers come from the real model and cost money.",
  runtime:
    "The process that runs Trunkline (workerd). A supervisor starts it again whenever it dies; all that counts is on disk.",
  pending:
    "Safely stored and not begun: collected for half a second, or for as long as another answer is being written.",
  permission:
    "Here the platform decides who may use the bot, so it is asked first. What was written is stored meanwhile.",
  batch:
    "Messages that came close together and get one answer. One batch at a time is worked on, in the order of arrival.",
  epoch:
    "How often somebody has begun to work on this batch. After a crash it goes up, and a straggler under an older number cannot write any more.",
  attempt: "How often the run of the model was begun anew, because it failed or was replayed.",
  steps:
    "Pieces of the answer that were stored on the way. As long as this number grows, the work is alive.",
  route:
    "Which agent answers. Decided once for a batch, by a pattern, by a small model, or as a fallback, and stored.",
  outbox:
    "Our messages: what people shall see in the end, and what is known to be seen. Before each call its intent is stored.",
  intent:
    "Stored before a call goes out. Should the runtime die now, it knows afterwards that the outcome is unknown.",
  doubt:
    "A call got no answer, so nobody knows whether it took effect. It is looked for where the platform lets us look, or made again in a way that shows nothing twice.",
  timeline: "What happened to this batch, from its rows and from the calls on the wire.",
  approval:
    "Acts that change something outside. The exact act is kept with a hash and a code, and happens only when a person who may has agreed: once.",
  trail: "What has happened to this act. Lines are only ever added.",
  plan: "Steps that the orchestrator has planned. Independent ones are done side by side; each result is stored, so a crash repeats none.",
  tool: "What the agent has looked at or done. What acts outside is not called: it is asked for.",
  replies:
    "Answers to /status, /stop, /approve and buttons: at once, beside whatever is being answered.",
  "dead letter":
    "A message that could not be answered, however often it was tried. It is kept: replay tries again, drop forgets it.",
  pacing:
    "How fast the bot may write. When a platform says “wait”, the wait is stored: it survives a restart, and nobody knocks meanwhile.",
  wire: "Every HTTP call between the runtime and the outside, the newest first, as the other side has seen it.",
};

const tip = byId("tip");
let shown = null;

for (const [name, text] of Object.entries(GLOSSARY)) {
  byId("glossary").append(h("p", { id: tipId(name) }, text));
}
for (const place of document.querySelectorAll("[data-term]")) {
  place.replaceChildren(term(place.textContent, place.dataset.term));
}

/** A word that explains itself when one points at it, tabs to it or taps it. */
export function term(word, name = word) {
  return h(
    "button",
    { type: "button", class: "term", "data-name": name, "aria-describedby": tipId(name) },
    word,
  );
}

/** Another word for the same button. */
export function setTerm(button, word, name) {
  if (button.textContent !== word) button.textContent = word;
  if (button.dataset.name === name) return;
  button.dataset.name = name;
  button.setAttribute("aria-describedby", tipId(name));
}

function tipId(name) {
  return `tip-${name.replaceAll(" ", "-")}`;
}

function show(button) {
  shown = button;
  tip.textContent = GLOSSARY[button.dataset.name] ?? "";
  tip.hidden = false;
  const { left, top, bottom } = button.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const below = bottom + 8 + height < window.innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  tip.style.top = `${below ? bottom + 8 : top - 8 - height}px`;
}

function hide() {
  shown = null;
  tip.hidden = true;
}

const termOf = ({ target }) => (target instanceof Element ? target.closest(".term") : null);
for (const event of ["mouseover", "focusin", "click"]) {
  document.addEventListener(event, (one) => {
    const button = termOf(one);
    if (button && button !== shown) show(button);
  });
}
for (const event of ["mouseout", "focusout"]) {
  document.addEventListener(event, (one) => {
    if (termOf(one) === shown) hide();
  });
}
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
document.addEventListener("scroll", () => shown && show(shown), { capture: true, passive: true });
