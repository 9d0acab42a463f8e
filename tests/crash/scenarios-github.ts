import { answers, lasting, nonceOf, quoted, type Scenario } from "./scenario.ts";
import { discussion, doubtful, GITHUB, line, WITH_TOKEN } from "./stages/github.ts";

/** The pool and the model are crashed on Telegram: here what reads and writes is new. */
const BLOWS = ["kill", "kill, applied late", "abort chat", "cut, applied late"] as const;
const RESETS = ["kill", "abort chat"] as const;

/** A kill right after a run was settled takes the news of it along. */
const LAST = ["history:written", "run:settled"];

const ASKED: Scenario = {
  name: "a mention that is answered",
  stage: GITHUB,
  leastCalls: 7,
  script: (world) => lasting(world, 200, 3),
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)], last: LAST }),
  points: ({ name }) => /comment|eyes|ref:stored|history:written/.test(name),
  blows: BLOWS,
};

const ADMITTED: Scenario = {
  ...ASKED,
  name: "a person who is asked about, and what stands around",
  script: (world) => lasting(world, 100, 2),
  points: ({ name }) =>
    /permission|gather#1|gather#2 arrived|inbox:commit|batch:promoted/.test(name),
  blows: RESETS,
};

const FOUND: Scenario = {
  ...ASKED,
  name: "a comment that is looked for",
  leastCalls: 8,
  script: (world) => lasting(world, 100, 2),
  place: doubtful,
  // The comment stands there before it is found: only the end of its run says that it was.
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)] }),
  points: ({ name }) => /find/.test(name),
  blows: RESETS,
};

/** Looked for again, a part is not taken for the other one. */
const PARTS = ["one", "two"];

const LONG: Scenario = {
  name: "an answer in two comments",
  stage: GITHUB,
  leastCalls: 8,
  script: (world) => {
    // A name gets longer when it is kept from pinging anybody: then it is more than one comment holds.
    const text = PARTS.map((n) => `${`@${n.repeat(3)} `.repeat(2_880)}END-${n}.`).join("\n\n");
    world.model.next({ kind: "text", text }, answers);
  },
  expected: (n) => ({
    nonce: nonceOf(n),
    last: LAST,
    parts: PARTS.map((word) => ({
      mark: new RegExp(word.repeat(3)),
      complete: new RegExp(`END-${word}\\.$`),
    })),
  }),
  points: ({ name }) => /comment#2/.test(name),
  blows: BLOWS,
};

const AT_A_LINE: Scenario = {
  ...ASKED,
  name: "an answer in a thread at a line",
  leastCalls: 6,
  script: (world) => lasting(world, 100, 2),
  place: line,
  points: ({ name }) => /reply/.test(name),
  blows: BLOWS,
};

const IN_A_DISCUSSION: Scenario = {
  ...ASKED,
  name: "an answer in a discussion",
  leastCalls: 7,
  script: (world) => lasting(world, 100, 2),
  place: discussion,
  points: ({ name }) => /remark/.test(name),
  blows: BLOWS,
};

/** What is read and written is the same; who we are, and how a lost delivery is found, is not. */
const TOKEN: Scenario = {
  ...ASKED,
  name: "a mention that is answered, with a token",
  stage: WITH_TOKEN,
  points: ({ name }) => /inbox:commit|permission|comment|eyes#1 a|ref:stored/.test(name),
  blows: RESETS,
};

const TOKEN_FOUND: Scenario = {
  ...FOUND,
  name: "a comment that is looked for, with a token",
  stage: WITH_TOKEN,
};

export const ON_GITHUB: readonly Scenario[] = [
  ASKED,
  ADMITTED,
  FOUND,
  LONG,
  AT_A_LINE,
  IN_A_DISCUSSION,
  TOKEN,
  TOKEN_FOUND,
];
