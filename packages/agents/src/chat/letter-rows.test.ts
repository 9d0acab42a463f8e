import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { Batches } from "./batches.ts";
import { type BatchState, migrate, REPLAYABLE } from "./schema.ts";

/** Dead letters in a real SQLite: counted, listed, bounded, and in nobody's way. */
let batches: Batches;
/** Rows that queries have given back. */
let read = 0;
function fresh(): void {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    read += rows.length;
    return { toArray: () => rows, one: () => rows[0] };
  };
  // Only what the row classes use of it.
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  batches = new Batches(sql);
}
beforeEach(fresh);

function ended(id: string, state: BatchState, at: number): void {
  batches.insert(id, "turn", "{}", at);
  batches.end(id, state, at);
}
const ids = () => batches.letters.list(1_000).map(({ id }) => id);

test("however many there are, a look at what is open reads none of them", () => {
  for (let n = 1; n <= 300; n += 1) ended(`dead-${n}`, "dead", n);
  batches.insert("a", "turn", "{}", 400);
  expect(batches.letters.counts()).toEqual({ dead: 300 });
  read = 0;
  const { epoch } = batches.begin("a", 401);
  expect(batches.mine("a", epoch)?.id).toBe("a");
  expect(batches.active()?.id).toBe("a");
  expect([batches.open().length, batches.owed().length, batches.waiting()]).toEqual([1, 0, null]);
  expect(batches.letters.counts()).toEqual({ dead: 300 });
  batches.end("a", "answered", 402);
  expect(batches.open()).toEqual([]);
  expect(batches.letters.counts()).toEqual({ dead: 300 });
  expect(read).toBeLessThan(10);
});

test("the run of one is owed to the pool when it is dropped, and not before", () => {
  batches.insert("a", "turn", "{}", 1);
  batches.owe("a", 0, "{}", []);
  batches.end("a", "dead", 2);
  expect(batches.owed()).toEqual([]);
  expect(batches.letters.drop(3, 0, 4)).toBe(1);
  expect(batches.owed().map(({ id }) => id)).toEqual(["a"]);
  expect(batches.get("a")).toMatchObject({ state: "dropped", ended_at: 4 });
});

test("those that are old go, but for the newest; young ones stay, however many they are", () => {
  for (let n = 1; n <= 6; n += 1) ended(`d${n}`, n % 2 === 0 ? "dead" : "uncertain", n * 10);
  ended("answered", "answered", 1);
  expect(batches.letters.drop(40, 2, 100)).toBe(3);
  expect(ids()).toEqual(["d6", "d5", "d4"]);
  expect(batches.letters.drop(1_000, 2, 100)).toBe(1);
  expect(ids()).toEqual(["d6", "d5"]);
  expect(batches.letters.drop(1_000, 2, 100)).toBe(0);
  expect(batches.letters.counts()).toEqual({ dead: 1, uncertain: 1 });
});

const move = fc.record({
  what: fc.constantFrom(
    "dead",
    "undeliverable",
    "uncertain",
    "answered",
    "revive",
    "drop",
    "again",
  ),
  which: fc.nat({ max: 9 }),
});

test("what is counted in memory is what lies there", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      fresh();
      moves.forEach(({ what, which }, at) => {
        const all = batches.letters.list(99);
        const one = all[which % Math.max(1, all.length)]?.id ?? "";
        if (what === "revive") batches.revive(one);
        else if (what === "again") batches.redeliver(one);
        else if (what === "drop") batches.end(one, "dropped", at);
        else ended(`${at}`, what as BatchState, at);
        for (const state of REPLAYABLE) {
          const there = batches.letters.list(99).filter((letter) => letter.state === state);
          expect(batches.letters.counts()[state] ?? 0).toBe(there.length);
        }
      });
    }),
  );
});
