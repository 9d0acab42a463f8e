import { expect, test } from "vitest";
import { timings } from "../timings.ts";
import type { Conversation } from "./conversation.ts";
import type { Batch, HistoryRow } from "./schema.ts";
import { isDeclined, makeRoom, noteDeclined } from "./shorten.ts";

const BATCH: Batch = Object.assign(Object.create(null), {
  ...{ id: "b1", state: "active", ending: null, epoch: 1, attempt: 1, ctx: "{}", usage: null },
});
const ROW: HistoryRow = {
  ...{ n: 1, batch: "b0", role: "user", user_id: "7", name: "Ada", at: 0, seen: 0 },
  text: "x".repeat(2_000),
};
const RUNNING = { v: 1, state: "running", seq: 1, text: "", alive: true, final: null };

/** A runner that finds, while its piece is put in short, that the batch is `now`. */
async function left(now: Partial<Batch> | null): Promise<string[]> {
  const calls: string[] = [];
  // Only what is used of a conversation on the way there.
  const c: Conversation<object> = Object.assign(Object.create(null), {
    name: "bot:1/a",
    timings: timings("{}"),
    log: () => {},
    platform: { name: "p", context: (raw: object) => raw },
    transport: { parseContext: () => ({ userId: "7", userName: "Ada", metadata: {} }) },
    history: { open: () => [ROW], summary: () => null },
    facts: { get: () => null },
    batches: { mine: () => null, get: () => now && { ...BATCH, ...now }, busy: () => {} },
    agent: () => ({
      start: async () => ({ v: 1, seq: 0 }),
      attach: async () => RUNNING,
      cancel: async (id: string) => calls.push(`cancel ${id}`),
      settle: async (id: string) => calls.push(`settle ${id}`),
    }),
  });
  const made = await makeRoom(c, BATCH, [{ ...ROW, text: "now" }], 1_000, () => {});
  expect(made).toEqual({ do: "leave" });
  return calls;
}

test("a summary that a newer runner of the same batch waits for is not cancelled by the one that was let go", async () => {
  expect(await left({ epoch: 2 })).toEqual([]);
  // An operator has had it begun again.
  expect(await left({ state: "waiting", attempt: 2 })).toEqual([]);
});

test("a summary that nobody wants any more is cancelled", async () => {
  expect(await left({ ending: "stopped" })).toEqual(["cancel b1-until-1"]);
  expect(await left({ state: "moved" })).toEqual(["cancel b1-until-1"]);
  expect(await left(null)).toEqual(["cancel b1-until-1"]);
});

test("a past that was declined is asked about again after a while, and another past at once", () => {
  const facts = new Map<string, string>();
  let rows: readonly HistoryRow[] = [ROW];
  const c: Conversation<object> = Object.assign(Object.create(null), {
    timings: timings('{"declinedMs": 1000}'),
    history: { open: () => rows },
    facts: { get: (name: string) => facts.get(name) ?? null, set: facts.set.bind(facts) },
  });
  expect(isDeclined(c, 5_000)).toBe(false);
  noteDeclined(c, 5_000);
  expect([isDeclined(c, 5_001), isDeclined(c, 5_999), isDeclined(c, 6_000)]).toEqual([
    ...[true, true, false],
  ]);
  rows = [ROW, { ...ROW, n: 2 }];
  expect(isDeclined(c, 5_001)).toBe(true);
  rows = [{ ...ROW, n: 2 }];
  expect(isDeclined(c, 5_001)).toBe(false);
  rows = [];
  noteDeclined(c, 7_000);
  expect(isDeclined(c, 7_001)).toBe(false);
});
