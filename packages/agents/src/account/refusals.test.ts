import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { askAgainAt } from "./refusals.ts";

const fault = (kind: "forbidden" | "gone" | "invalid" | "uncertain" | "rate_limited") => ({
  kind,
  message: "no",
});
const waits = (kind: Parameters<typeof fault>[0], tries: readonly number[]) =>
  tries.map((count) => askAgainAt(fault(kind), count, 0, DEFAULT_TIMINGS) / 1000);

describe("a refused subscription is asked for again", () => {
  test.each(["forbidden", "gone", "invalid"] as const)("%s: in the end once a day", (kind) => {
    expect(waits(kind, [1, 2, 3, 10, 17, 18, 1000])).toEqual([
      ...[1, 2, 4, 512, 65_536],
      ...[86_400, 86_400],
    ]);
  });

  test("what passes: every five minutes", () => {
    expect(waits("uncertain", [1, 2, 10, 1000])).toEqual([1, 2, 300, 300]);
  });

  test("never before the time that the platform names", () => {
    const told = { ...fault("rate_limited"), retryAfterSeconds: 600 };
    expect(askAgainAt(told, 1, 5, DEFAULT_TIMINGS)).toBe(600_005);
  });

  test("never at once, and never later than a day", () => {
    const kinds = fc.constantFrom<Parameters<typeof fault>[0]>("forbidden", "gone", "uncertain");
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1 }), fc.nat(), (kind, tries, now) => {
        const wait = askAgainAt(fault(kind), tries, now, DEFAULT_TIMINGS) - now;
        expect(wait).toBeGreaterThanOrEqual(DEFAULT_TIMINGS.retryFirstMs);
        expect(wait).toBeLessThanOrEqual(DEFAULT_TIMINGS.refusedMostMs);
      }),
    );
  });
});
