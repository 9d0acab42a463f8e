import fc from "fast-check";
import { expect, test } from "vitest";
import { Quota } from "./quota.ts";

test("writes of a scope keep their gap and their minute; another scope does not wait for them", () => {
  const limits = fc.record({
    perMinute: fc.integer({ min: 1, max: 30 }),
    gapSeconds: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(limits, fc.array(fc.integer({ min: 0, max: 3_000 })), (given, steps) => {
      const quota = new Quota(1_000, 1_000);
      const granted: number[] = [];
      let now = 1_000_000;
      for (const step of steps) {
        now += step;
        granted.push(quota.take("a", now, given));
      }
      granted.forEach((at, index) => {
        const before = granted[index - 1] ?? 0;
        expect(at - before).toBeGreaterThanOrEqual(given.gapSeconds * 1_000);
        const minute = granted[index - given.perMinute] ?? 0;
        expect(at - minute).toBeGreaterThanOrEqual(60_000);
      });
      expect(quota.take("b", now, given)).toBe(now);
    }),
  );
});

test("no more writes go out in one moment than the platform takes", () => {
  const quota = new Quota(1, 1_000, 15);
  const at = Array.from({ length: 17 }, (_, n) => quota.take(`task ${n}`, 5_000, {}));
  expect(at.filter((time) => time === 5_000)).toHaveLength(15);
  expect(at.slice(15)).toEqual([6_000, 7_000]);
});

test("what only reads keeps its own minute, and takes nothing from what may be written", () => {
  const quota = new Quota(1, 1_000, 1);
  const reads = { perMinute: 2, reads: true };
  const read = () => quota.take("questions", 5_000, reads);
  expect([read(), read(), read()]).toEqual([5_000, 5_000, 65_000]);
  expect(quota.take("content", 5_000, {})).toBe(5_000);
  expect(quota.take("content", 5_000, {})).toBe(6_000);
});
