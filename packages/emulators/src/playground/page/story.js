import { byId, clock, follow, h, setText } from "./dom.js";

/** The death whose story was closed. */
let closed = 0;
let shownDeath = 0;

byId("story-close").addEventListener("click", () => {
  closed = shownDeath;
  byId("story").hidden = true;
  byId("kill").focus();
});

/** The number and its unit stay on one line. */
const seconds = (ms) => `${(ms / 1000).toFixed(1)}\u00a0s`;

/** What the last death of the runtime meant for what is looked at. */
export function showStory({ recovery, elsewhere }) {
  shownDeath = recovery?.diedAt ?? 0;
  byId("story").hidden = recovery === null || recovery.diedAt === closed;
  if (recovery !== null) showSteps(byId("story-steps"), storySteps(recovery, elsewhere));
}

/** Steps side by side, each with a title, a line and how it stands. */
export function showSteps(list, steps) {
  follow(list, steps, {
    key: ({ key }) => key,
    make: () => h("li", {}, h("div", {}, h("b"), h("span"))),
    update: (item, { title, text, state }) => {
      item.dataset.state = state;
      setText(item.querySelector("b"), title);
      setText(item.querySelector("span"), text);
    },
  });
}

function storySteps(recovery, elsewhere) {
  const { pid, diedAt, backAt, backPid, open, writing, finishedAt, acts } = recovery;
  const at = acts > 0 ? ", in mid-act" : writing ? ", in mid-answer" : "";
  return [
    {
      key: "died",
      state: "bad",
      title: `Died at ${clock(diedAt)}`,
      text: pid === null ? "while it was starting" : `pid ${pid}${at}`,
    },
    backAt === null
      ? { key: "back", state: "open", title: "Being started again", text: "on the same data" }
      : {
          key: "back",
          state: "good",
          title: `Back after ${seconds(backAt - diedAt)}`,
          text: `pid ${backPid}, same data`,
        },
    ...(open === 0 && backAt !== null
      ? [{ key: "end", state: "good", title: "Nothing was open", text: idle(elsewhere) }]
      : []),
    ...(open > 0 ? [endOf(recovery, finishedAt, diedAt)] : []),
  ];
}

/** Nothing was open in this place; perhaps in others. */
function idle(elsewhere) {
  if (elsewhere.length === 0) return "in this conversation";
  const are = elsewhere.length === 1 ? "was" : "were";
  return `in this conversation; ${elsewhere.join(", ")} ${are} being answered`;
}

const ENDINGS = {
  stopped: "Stopped by you",
  dead: "Given up: see Dead letters",
  undeliverable: "Undeliverable: see Dead letters",
  uncertain: "Uncertain: see Dead letters",
};

function endOf(recovery, finishedAt, diedAt) {
  const key = "end";
  if (finishedAt === null) return { key, state: "open", ...goingOn(recovery) };
  const { answers, messages, ending, acts, acted } = recovery;
  const took = `${seconds(finishedAt - diedAt)} after the death`;
  if (acts > 0 && !ENDINGS[ending]) {
    const text = `answered at ${clock(finishedAt)}, ${took}`;
    return { key, state: acted === acts ? "good" : "bad", title: times(acted, acts), text };
  }
  const title = ENDINGS[ending] ?? (answers > 1 ? "Answers finished" : "Answer finished");
  return {
    key,
    state: "good",
    title: `${title} at ${clock(finishedAt)}`,
    text: `${took}, ${many(answers, messages)}`,
  };
}

/** An approved act, as its platform has counted it. */
function times(acted, acts) {
  if (acts > 1) return `${acts} acts were approved, done: ${acted}`;
  if (acted === 0) return "The act was not done";
  return acted === 1 ? "The act was done once" : `The act was done ${acted} times`;
}

/** What is on disk is delivered; what was only a stream is asked for once more. */
function goingOn({ backAt, writing, again, delivering, acts, acted }) {
  const begun = again + delivering;
  if (acts > 0) {
    const text = acted > 0 ? "done at its platform, to be found there" : "approved, not done yet";
    return { title: "The approved act goes on", text };
  }
  if (begun === 0) return { title: "Messages wait for their answer", text: "they are on disk" };
  const lost = writing > 0 ? "asked for again: its stream died with the runtime" : "taken up again";
  const title = begun === 1 ? "The answer goes on" : `${begun} answers go on`;
  if (backAt === null) return { title, text: "as soon as the runtime is back" };
  // Whether it was recorded just before the death or written anew since then, the last look cannot tell.
  const stored = writing > 0 ? "recorded: its delivery is left" : "delivered from what is on disk";
  return { title, text: again > 0 ? lost : stored };
}

/** Parts of one answer are one answer. */
function many(answers, messages) {
  if (messages < 2) return messages === 1 ? "one message" : "no message";
  return `${answers === 1 ? "one answer" : `${answers} answers`} in ${messages} messages`;
}
