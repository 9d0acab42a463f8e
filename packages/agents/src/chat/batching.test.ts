import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { flushAt, MOST_BYTES, MOST_ITEMS, takeBatch } from "./batching.ts";

const T = { ...DEFAULT_TIMINGS, batchWindowMs: 500, albumWindowMs: 1_200, albumMaxMs: 5_000 };
const item = (at: number, album: string | null = null, kind = "message", ctx = "{}") => ({
  ...{ at, album, kind, ctx },
});

describe("when the pending messages become a turn", () => {
  test.each<[string, [at: number, album?: string][], number | null]>([
    ["nothing is pending", [], null],
    ["a window after the first", [[1_000]], 1_500],
    ["later ones do not prolong it", [[1_000], [1_400], [1_499]], 1_500],
    [
      "an album: a little after its newest item",
      [
        [1_000, "a"],
        [1_300, "a"],
      ],
      2_500,
    ],
    [
      "an album that never ends: five seconds",
      [
        [1_000, "a"],
        [5_500, "a"],
      ],
      6_000,
    ],
    ["text after an album: the window of the first", [[1_000, "a"], [1_100]], 1_500],
    ["an album after text", [[1_000], [1_400, "a"]], 2_600],
  ])("%s", (_name, arrivals, expected) => {
    expect(
      flushAt(
        arrivals.map(([at, album]) => item(at, album)),
        T,
      ),
    ).toBe(expected);
  });

  test("never before the window of the first, never later than the longest wait", () => {
    const arrival = fc.tuple(fc.nat({ max: 20_000 }), fc.option(fc.constantFrom("a", "b")));
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1 }), (arrivals) => {
        const pending = arrivals.map(([at, album]) => item(at, album)).sort((a, b) => a.at - b.at);
        const first = pending[0]?.at ?? 0;
        const at = flushAt(pending, T) ?? 0;
        expect(at).toBeGreaterThanOrEqual(first + T.batchWindowMs);
        expect(at).toBeLessThanOrEqual(first + T.albumMaxMs);
      }),
    );
  });
});

describe("what a turn takes", () => {
  const kinds = (...given: string[]) => given.map((kind, at) => item(at, null, kind));

  test.each<[string, string[], number]>([
    ["nothing", [], 0],
    ["all the messages", ["message", "message"], 2],
    ["the messages before a command", ["message", "message", "new", "message"], 2],
    ["a command alone", ["new", "message"], 1],
    ["one command at a time", ["help", "new"], 1],
  ])("%s", (_name, given, count) => {
    const pending = kinds(...given);
    expect(takeBatch(pending)).toEqual(pending.slice(0, count));
  });

  test("the most items, and the most text; a single long message is taken whole", () => {
    expect(takeBatch(kinds(...Array<string>(80).fill("message")))).toHaveLength(MOST_ITEMS);
    const long = item(0, null, "message", "x".repeat(MOST_BYTES - 1));
    expect(takeBatch([long, item(1)])).toEqual([long]);
    const longer = item(0, null, "message", "x".repeat(MOST_BYTES * 2));
    expect(takeBatch([longer, item(1)])).toEqual([longer]);
  });

  test("turn after turn takes everything, in order, and no turn mixes a command with anything", () => {
    const kind = fc.oneof(
      { weight: 9, arbitrary: fc.constant("message") },
      fc.constantFrom("new", "help"),
    );
    const size = fc.constantFrom(2, 1_000, MOST_BYTES / 2, MOST_BYTES + 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, size), { maxLength: 150 }), (given) => {
        const pending = given.map(([name, bytes], at) => item(at, null, name, "x".repeat(bytes)));
        const taken: typeof pending = [];
        while (taken.length < pending.length) {
          const batch = takeBatch(pending.slice(taken.length));
          expect(batch.length).toBeGreaterThan(0);
          if (batch.length > 1)
            expect(new Set(batch.map((one) => one.kind))).toEqual(new Set(["message"]));
          taken.push(...batch);
        }
        expect(taken).toEqual(pending);
      }),
      { numRuns: 50 },
    );
  });
});
