import { byId } from "./dom.js";
import { showSteps } from "./story.js";

/** Closed once, it stays closed in this window. */
const CLOSED = "trunkline-invitation-closed";

byId("invitation-close").addEventListener("click", () => {
  sessionStorage.setItem(CLOSED, "1");
  byId("invitation").hidden = true;
});

/**
 * What to try first. It stands where the story of a death is told later, and as high as that one: at the
 * kill, nothing moves.
 */
export function showInvitation({ offline, recovery, system }) {
  byId("invitation").hidden = recovery !== null || sessionStorage.getItem(CLOSED) !== null;
  const active = system.conversation?.batches.some(({ state }) => state === "active") ?? false;
  showSteps(byId("invitation-steps"), [
    {
      key: "write",
      state: active ? "good" : "next",
      title: offline ? "Try it: write “slow”" : "Try it: ask for something long",
      text: "the answer comes word by word",
    },
    {
      key: "kill",
      state: active ? "next" : "later",
      title: "Kill the runtime",
      text: "meanwhile: a real kill -9",
    },
    {
      key: "end",
      state: "later",
      title: "Get one answer",
      text: "the runtime comes back and goes on",
    },
  ]);
}
