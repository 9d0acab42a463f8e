import { post } from "./ask.js";
import { byId, clock, h, setText } from "./dom.js";
import { showInvitation } from "./invitation.js";
import { attempt } from "./notice.js";
import { showStory } from "./story.js";
import { setTerm, term } from "./terms.js";

const STATES = { up: "Up", starting: "Starting", down: "Down" };
const state = byId("runtime");
const kill = byId("kill");
const model = term("", "offline");
let goneAt = 0;

byId("model").append(model);
const word = term("Runtime", "runtime");
const rest = h("span");
state.replaceChildren(word, rest);

kill.addEventListener("click", () => attempt(() => post("kill")));

export function showTop(view) {
  const { offline, runtime } = view;
  byId("gone").hidden = true;
  setTerm(model, offline ? "model offline" : "real model", offline ? "offline" : "real");
  const { pid } = runtime;
  state.dataset.state = runtime.state;
  const process = pid === null ? "" : `, pid ${pid}`;
  setText(rest, ` ${STATES[runtime.state].toLowerCase()}${process}`);
  kill.disabled = pid === null;
  setText(byId("kill-command"), pid === null ? "kill -9" : `kill -9 ${pid}`);
  showInvitation(view);
  showStory(view);
}

/** @param ended - `npm start` has said goodbye; false: the connection is lost */
export function showGone(ended) {
  state.dataset.state = "gone";
  setText(rest, ended ? " ended" : " out of reach");
  kill.disabled = true;
  const gone = byId("gone");
  // The browser tries to connect once a second: all that is one loss.
  if (gone.hidden) goneAt = Date.now();
  const text = ended
    ? `npm start has ended at ${clock(goneAt)}, and everything with it.`
    : `npm start does not answer since ${clock(goneAt)}: it was killed, or this connection is lost.`;
  // The emulated platforms forget everything, see `freshFolder` of scripts/start.
  const empty = " The data of the playground goes with it: it starts empty next time.";
  const after = " What you see is how it was. Start it again, and this page goes on by itself.";
  setText(gone, text + (ended ? empty : "") + after);
  gone.hidden = false;
}
