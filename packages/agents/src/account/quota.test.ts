import fc from "fast-check";
import { expect, test } from "vitest";
import { BURST } from "./pacing.ts";
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

test("spare writes are granted from the half of the burst that is not needed, and count", () => {
  const quota = new Quota(1, 1_000, 8);
  expect(quota.take("a", 5_000, {})).toBe(5_000);
  expect(quota.spare(2, 5_000, {})).toBe(2);
  expect(quota.spare(2, 5_000, {})).toBe(1);
  expect(quota.spare(2, 5_000, {})).toBe(0);
  const at = Array.from({ length: 5 }, () => quota.take("a", 5_000, {}));
  expect(at).toEqual([5_000, 5_000, 5_000, 5_000, 6_000]);
});

test.each([{ perMinute: 20 }, { gapSeconds: 1 }])(
  "%o: no write at a moment nobody knows",
  (limits) => {
    expect(new Quota(30, 1_000).spare(2, 5_000, limits)).toBe(0);
  },
);

test("with spare writes the account is still no faster than burst + rate x time", () => {
  const asked = fc.array(
    fc.record({ wait: fc.oneof(fc.constant(0), fc.nat(400)), more: fc.nat(3) }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(asked, fc.integer({ min: 1, max: 30 }), (steps, perSecond) => {
      const quota = new Quota(perSecond, 1_000);
      const granted: number[] = [];
      let now = 1_000_000;
      for (const { wait, more } of steps) {
        now += wait;
        const at = quota.take("a", now, {});
        granted.push(at);
        if (at === now) granted.push(...Array<number>(quota.spare(more, now, {})).fill(now));
      }
      granted.forEach((from, first) => {
        granted.slice(first).forEach((to, later) => {
          const most = BURST + ((to - from) * perSecond) / 1_000;
          expect(later + 1).toBeLessThanOrEqual(most + 1e-6);
        });
      });
    }),
    { numRuns: 50 },
  );
});
