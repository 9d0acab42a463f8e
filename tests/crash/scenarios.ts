import { isRouterRequest } from "@trunkline/emulators";
import type { World } from "../world/world.ts";
import type { Expected } from "./laws.ts";
import type { Point } from "./points.ts";

/** One kind of answer whose every step is crashed. */
export interface Scenario {
  readonly name: string;
  /**
   * Calls of a faultless run that do not depend on speed, as typing does; fewer is a failure: a step
   * would be gone that is crashed no more.
   */
  readonly leastCalls: number;
  /** Sets the model up. */
  readonly script: (world: World) => void;
  readonly expected: (chat: number) => Expected;
  /** Which points are new here; the others are covered by another scenario. */
  readonly points: (point: Point) => boolean;
}

const FOREVER = Number.MAX_SAFE_INTEGER;
const answers = {
  match: (r: Parameters<typeof isRouterRequest>[0]) => !isRouterRequest(r),
  until: FOREVER,
};

export const nonceOf = (chat: number) => `nonce-${chat}-x`;

/** Every answer streams for a while. */
export const lasting = (world: World, durationMs: number, deltas: number) =>
  world.model.next({ kind: "lasting", durationMs, deltas }, answers);

export const STREAMED: Scenario = {
  name: "an answer that is streamed",
  leastCalls: 6,
  script: (world) => lasting(world, 800, 8),
  expected: (chat) => ({
    chat,
    nonce: nonceOf(chat),
    parts: [{ mark: new RegExp(nonceOf(chat)), complete: /see what I can do\.$/ }],
  }),
  points: () => true,
};

/** Each is a paragraph that nearly fills a message. */
const PARTS = ["one", "two", "six"];

export const LONG: Scenario = {
  name: "an answer in three parts",
  leastCalls: 8,
  script: (world) => {
    const text = PARTS.map((n) => `${`${n} `.repeat(970)}END-${n}.`).join("\n\n");
    world.model.next({ kind: "text", text }, answers);
  },
  expected: (chat) => ({
    chat,
    nonce: nonceOf(chat),
    parts: PARTS.map((n) => ({
      mark: new RegExp(`${n} ${n} ${n}`),
      complete: new RegExp(`END-${n}\\.$`),
    })),
  }),
  points: ({ name }) => /sendMessage#[23]|edit final/.test(name),
};

export const NOTICE: Scenario = {
  name: "a notice instead of an answer",
  leastCalls: 4,
  script: (world) => world.model.next({ kind: "status", status: 400 }, answers),
  expected: (chat) => ({
    chat,
    nonce: nonceOf(chat),
    parts: [{ mark: /could not work with this/, complete: /rephrase it\.$/ }],
    last: ["history:written"],
  }),
  points: ({ name }) => /edit final|history:written/.test(name),
};

export const ALBUM: Scenario = {
  name: "an album with a caption",
  leastCalls: 8,
  script: (world) => lasting(world, 300, 3),
  expected: (chat) => ({
    chat,
    nonce: nonceOf(chat),
    parts: [{ mark: new RegExp(nonceOf(chat)), complete: /see what I can do\.$/ }],
    say: (world, user) =>
      world.telegram.album(user, [
        { kind: "photo", caption: `Look at ${nonceOf(chat)}` },
        { kind: "photo" },
      ]),
  }),
  points: ({ name }) => /getFile|file#|inbox:commit|batch:promoted/.test(name),
};
