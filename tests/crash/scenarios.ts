import { answers, lasting, nonceOf, quoted, type Scenario } from "./scenario.ts";
import type { Place } from "./stage.ts";
import { privateChat, TELEGRAM } from "./stages/telegram.ts";

export const STREAMED: Scenario = {
  name: "an answer that is streamed",
  stage: TELEGRAM,
  leastCalls: 6,
  script: (world) => lasting(world, 800, 8),
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)] }),
  points: () => true,
};

/** Each is a paragraph that fills a message: progress must not show the beginning of the next one. */
const PARTS = ["one", "two", "six"];

export const LONG: Scenario = {
  name: "an answer in three parts",
  stage: TELEGRAM,
  leastCalls: 8,
  script: (world) => {
    const text = PARTS.map((n) => `${`${n} `.repeat(970)}END-${n}.`).join("\n\n");
    world.model.next({ kind: "text", text }, answers);
  },
  expected: (n) => ({
    nonce: nonceOf(n),
    parts: PARTS.map((word) => ({
      // Progress in the first message may show how the second one begins, in what is left of it.
      mark: new RegExp(`(?:${word} ){60}`),
      complete: new RegExp(`END-${word}\\.$`),
    })),
  }),
  points: ({ name }) => /sendMessage#[23]|edit final/.test(name),
};

export const NOTICE: Scenario = {
  name: "a notice instead of an answer",
  stage: TELEGRAM,
  leastCalls: 4,
  script: (world) => world.model.next({ kind: "status", status: 400 }, answers),
  expected: (n) => ({
    nonce: nonceOf(n),
    parts: [{ mark: /could not work with this/, complete: /rephrase it\.$/ }],
    last: ["history:written"],
  }),
  points: ({ name }) => /edit final|history:written/.test(name),
};

export const ALBUM: Scenario = {
  name: "an album with a caption",
  stage: TELEGRAM,
  leastCalls: 8,
  script: (world) => lasting(world, 300, 3),
  place(world, n): Place {
    const chat = privateChat(world, n);
    return { ...chat, say: (text) => chat.album?.(text, 0) ?? chat.say(text) };
  },
  expected: (n) => ({ nonce: nonceOf(n), parts: [quoted(n)] }),
  points: ({ name }) => /getFile|file#|inbox:commit|batch:promoted/.test(name),
};
