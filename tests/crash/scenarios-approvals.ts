import { nonceOf, type Scenario } from "./scenario.ts";
import { ACTING, boxed, mergesOf, unasked, waiting } from "./stages/approval.ts";

const LAST = ["history:written", "run:settled"];

/** Until somebody decides nothing happens, however often the card is made. */
const PROPOSED: Scenario = {
  name: "an act that is asked about",
  stage: ACTING,
  leastCalls: 7,
  script: () => undefined,
  place: unasked,
  expected: (n) => ({
    nonce: nonceOf(n),
    last: LAST,
    parts: [{ mark: /Asked for by/, complete: /`\/reject \w{8}`\.\s*\*/ }],
    wrong: async (world) => (mergesOf(world, n) === 0 ? null : "it was done without a decision"),
  }),
  points: ({ name }) => /approval:stored|step:recorded|comment#1|model:recorded/.test(name),
  blows: ["kill", "abort lead"],
};

/** From the decision to its answer: done once, in whatever is killed. */
const APPROVED: Scenario = {
  name: "an act that is approved",
  stage: ACTING,
  leastCalls: 4,
  script: () => undefined,
  place: waiting,
  expected: (n) => ({
    nonce: nonceOf(n),
    last: LAST,
    parts: [
      { mark: /Asked for by/, complete: /Approved by \w+; done\./ },
      { mark: /Done:/, complete: /Done:/ },
    ],
    wrong: async (world) =>
      mergesOf(world, n) === 1 ? null : `it was done ${mergesOf(world, n)} times`,
  }),
  points: ({ name }) =>
    /approval:decided|act:|merge|change#1|batch:promoted|run:accepted|model:recorded|final:stored/.test(
      name,
    ),
  blows: ["kill", "abort chat", "abort lead"],
};

/** The act itself, also where the platform does what it was told after everybody who asked is gone. */
const CARRIED_OUT: Scenario = {
  ...APPROVED,
  name: "an approved act that is carried out",
  points: ({ name }) => /act:|merge/.test(name),
  blows: ["kill, applied late", "cut, applied late", "abort account"],
};

/** What is new is how it comes in: an edit of our own comment, by somebody who is asked about. */
const TICKED: Scenario = {
  ...APPROVED,
  name: "an act that is approved by a box",
  leastCalls: 6,
  place: boxed,
  points: ({ name }) => /inbox:commit|permission|approval:decided|change#1|final:stored/.test(name),
  blows: ["kill", "abort chat"],
};

export const APPROVALS: readonly Scenario[] = [PROPOSED, APPROVED, TICKED, CARRIED_OUT];
