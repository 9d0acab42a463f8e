import { answers, lasting, nonceOf, quoted, type Scenario } from "./scenario.ts";
import { ASANA, assigned, doubtful } from "./stages/asana.ts";

/** The pool and the model are crashed on Telegram: here what reads and writes is new. */
const BLOWS = ["kill", "kill, applied late", "abort chat", "cut, applied late"] as const;
const RESETS = ["kill", "abort chat", "abort account"] as const;

/** A kill right after a run was settled takes the news of it along. */
const LAST = ["history:written", "run:settled"];

const ASKED: Scenario = {
  name: "a comment that is answered",
  stage: ASANA,
  leastCalls: 5,
  script: (world) => lasting(world, 300, 3),
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)], last: LAST }),
  points: ({ name }) => /comment|ref:stored|history:written/.test(name),
  blows: BLOWS,
};

const LOOKED_UP: Scenario = {
  ...ASKED,
  name: "a comment that is looked up",
  script: (world) => lasting(world, 100, 2),
  points: ({ name }) => /look up|reference:|inbox:commit/.test(name),
  blows: RESETS,
};

/** Looked for again, a part is not taken for the other one. */
const PARTS = ["one", "two"];

const LONG: Scenario = {
  name: "an answer in two comments",
  stage: ASANA,
  leastCalls: 6,
  script: (world) => {
    const text = PARTS.map((n) => `${`${n} `.repeat(2_000)}END-${n}.`).join("\n\n");
    world.model.next({ kind: "text", text }, answers);
  },
  expected: (n) => ({
    nonce: nonceOf(n),
    last: LAST,
    parts: PARTS.map((word) => ({
      mark: new RegExp(`${word} ${word} ${word}`),
      complete: new RegExp(`END-${word}\\.$`),
    })),
  }),
  points: ({ name }) => /comment#2/.test(name),
  blows: BLOWS,
};

const NOTED: Scenario = {
  name: "a long turn with its note",
  stage: ASANA,
  timings: { progressNoteMs: 100, pokeMs: 50 },
  leastCalls: 7,
  script: (world) => lasting(world, 700, 4),
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)], last: LAST, notes: 1 }),
  points: ({ name }) => /note|comment|delete:stored/.test(name),
  blows: BLOWS,
};

const FOUND: Scenario = {
  ...ASKED,
  name: "an answer that is looked for",
  leastCalls: 6,
  script: (world) => lasting(world, 100, 2),
  place: doubtful,
  // The comment stands there before it is found: only the end of its run says that it was.
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)] }),
  points: ({ name }) => /stories#[2-9]/.test(name),
  blows: ["kill", "abort chat"],
};

const ASSIGNED: Scenario = {
  name: "a task that is assigned",
  stage: ASANA,
  leastCalls: 3,
  script: (world) => lasting(world, 100, 2),
  place: assigned,
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)], last: LAST }),
  points: ({ name }) => /reference:|inbox:commit/.test(name),
  blows: RESETS,
};

export const ON_ASANA: readonly Scenario[] = [ASKED, LOOKED_UP, LONG, NOTED, FOUND, ASSIGNED];
