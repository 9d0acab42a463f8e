import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BURST as MOST_AT_ONCE, reserve, windowed } from "./pacing.ts";

/** When each of the writes that ask at these times may go out. */
function grants(asked: readonly number[], gapMs: number): number[] {
  let next = 0;
  return asked.map((now) => {
    const granted = reserve(next, now, gapMs);
    next = granted.next;
    return granted.at;
  });
}

test("a burst goes out at once, then one in each gap", () => {
  const at = grants(Array<number>(MOST_AT_ONCE + 3).fill(1_000), 50);
  expect(at.slice(0, MOST_AT_ONCE)).toEqual(Array(MOST_AT_ONCE).fill(1_000));
  expect(at.slice(MOST_AT_ONCE)).toEqual([1_050, 1_100, 1_150]);
});

test("after a rest the burst is back, and no more than that", () => {
  const asked = [...Array<number>(60).fill(0), ...Array<number>(30).fill(1_000_000)];
  const later = grants(asked, 50).slice(60);
  expect(later.filter((at) => at === 1_000_000)).toHaveLength(MOST_AT_ONCE);
});

const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 3_000 })), {
  maxLength: 150,
});

test("never in the past, in the order of asking, and never faster than burst + rate x time", () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 200 }), (waits, gapMs) => {
      let now = 1_000;
      const asked = waits.map((wait) => (now += wait));
      const at = grants(asked, gapMs);
      expect(at.every((time, index) => time >= (asked[index] ?? 0))).toBe(true);
      expect(at).toEqual(at.toSorted((a, b) => a - b));
      at.forEach((from, first) => {
        at.slice(first).forEach((to, more) => {
          expect(more + 1).toBeLessThanOrEqual(MOST_AT_ONCE + (to - from) / gapMs);
        });
      });
    }),
    { numRuns: 30 },
  );
});

test("nobody waits who asks slower than the rate", () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 50 }), (waits, gapMs) => {
      let now = 1_000;
      const asked = waits.map((wait) => (now += wait + gapMs));
      expect(grants(asked, gapMs)).toEqual(asked);
    }),
  );
});

describe("a window that holds three writes", () => {
  const WINDOW_MS = 60_000;

  test.each<[string, number[], number, number]>([
    ["nothing was written", [], 100, 100],
    ["there is room", [10, 20], 100, 100],
    ["it is full: until the oldest leaves it", [10, 20, 30], 100, 60_010],
    ["only the last three count", [10, 20, 30, 40], 100, 60_020],
    ["grants of the future count", [10, 60_010, 60_020], 100, 60_010],
    ["at the moment at which the oldest leaves", [10, 20, 30], 60_010, 60_010],
    ["long after", [10, 20, 30], 900_000, 900_000],
  ])("%s", (_name, granted, now, at) => {
    expect(windowed(granted, now, 3, WINDOW_MS)).toBe(at);
  });

  /** All grants, each asked at its time and remembered as the account does. */
  function granted(asked: readonly number[], most: number): number[] {
    const at: number[] = [];
    for (const now of asked) at.push(windowed(at.slice(-most), now, most, WINDOW_MS));
    return at;
  }

  test("never in the past, in the order of asking, and no window ever holds more", () => {
    const waits = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 30_000 })), { maxLength: 120 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 25 }), (gaps, most) => {
        let now = 1_000;
        const asked = gaps.map((gap) => (now += gap));
        const at = granted(asked, most);
        expect(at.every((time, index) => time >= (asked[index] ?? 0))).toBe(true);
        expect(at).toEqual(at.toSorted((a, b) => a - b));
        at.forEach((time, index) => {
          const next = at[index + most];
          if (next !== undefined) expect(next - time).toBeGreaterThanOrEqual(WINDOW_MS);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("a flood goes out as fast as the window lets it", () => {
    const at = granted(Array<number>(45).fill(0), 20);
    expect([at[19], at[20], at[39], at[40], at[44]]).toEqual([0, 60_000, 60_000, 120_000, 120_000]);
  });
});
