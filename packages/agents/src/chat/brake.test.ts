import type { Fault } from "@trunkline/transport";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SPARE_SECONDS } from "../account/port.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { Brake } from "./brake.ts";
import type { Conversation } from "./conversation.ts";

let brake: Brake<null>;
/** How many more writes were asked for, each time. */
let asked: (number | undefined)[];
let answer: () => Promise<{ at: number; granted: boolean; spare?: number }>;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  asked = [];
  answer = async () => ({ at: Date.now(), granted: true, spare: 2 });
  // Only what the brake uses of a conversation.
  const c: Conversation<null> = Object.assign(Object.create(null), {
    ...{ name: "x:1/2", timings: DEFAULT_TIMINGS, log: () => {} },
    platform: { pace: () => ({ scope: "2", editEverySeconds: 1 }) },
    facts: { number: () => 0, set: () => {} },
    account: () => ({
      reserve: async (_scope: string, _limits: object, more?: number) => {
        asked.push(more);
        return { v: 1, ...(await answer()) };
      },
      report: async () => {},
    }),
  });
  brake = new Brake(c);
});

afterEach(() => {
  vi.useRealTimers();
});

test("a placeholder is granted with the edits that follow it, then the account is asked again", async () => {
  for (let write = 0; write < 4; write += 1) expect(await brake.reserved(null, true)).toBe(true);
  expect(asked).toEqual([2, 2]);
});

test("what nothing follows asks for itself alone", async () => {
  await brake.reserved(null);
  expect(asked).toEqual([0]);
});

test("an old account grants one write at a time", async () => {
  answer = async () => ({ at: Date.now(), granted: true });
  for (let write = 0; write < 3; write += 1) expect(await brake.reserved(null, true)).toBe(true);
  expect(asked).toHaveLength(3);
});

test("spare writes are not kept for another time", async () => {
  await brake.reserved(null, true);
  vi.advanceTimersByTime(SPARE_SECONDS * DEFAULT_TIMINGS.platformSecondMs);
  await brake.reserved(null, true);
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(1);
  await brake.reserved(null, true);
  expect(asked).toHaveLength(2);
});

test.each<Fault["kind"]>(["rate_limited", "unauthorized"])(
  "nothing spare goes out after a refusal that is for more than one write: %s",
  async (kind) => {
    await brake.reserved(null, true);
    await brake.slowDown(null, { kind, message: "" });
    await brake.reserved(null, true);
    expect(asked).toHaveLength(2);
  },
);

test("an account that cannot be reached grants nothing", async () => {
  answer = () => Promise.reject(new Error("gone"));
  expect(await brake.reserved(null, true)).toBe(false);
  expect(brake.until()).toBe(Date.now() + DEFAULT_TIMINGS.retryFirstMs);
});
