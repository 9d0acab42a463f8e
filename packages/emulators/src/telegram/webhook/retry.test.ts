import { expect, test } from "vitest";
import { NO_FAILURES, nextAttempt } from "./retry.ts";

/** Every wait until the update is given up. */
function waits(lifeSeconds: number, random: number): number[] {
  const found: number[] = [];
  let failures = NO_FAILURES;
  let left = lifeSeconds;
  for (;;) {
    const next = nextAttempt(failures, 0, left, random);
    if (next.kind === "expired") return found;
    found.push(next.waitSeconds);
    failures = next.failures;
    left -= next.waitSeconds;
  }
}

test("at once, then doubling, then 60 to 120 seconds", () => {
  expect(waits(86_400, 0).slice(0, 9)).toEqual([0, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(waits(86_400, 0.999).slice(0, 10)).toEqual([0, 2, 4, 8, 16, 32, 64, 120, 120, 120]);
});

test("a press of a button is given up within its 150 seconds", () => {
  expect(waits(150, 0)).toEqual([0, 2, 4, 8, 16, 32, 60]);
});

test("Retry-After replaces the wait, does not double it, and is clamped to an hour", () => {
  const first = nextAttempt(NO_FAILURES, 7, 86_400, 0);
  expect(first).toMatchObject({ waitSeconds: 7, failures: { count: 1, delaySeconds: 1 } });
  expect(nextAttempt(NO_FAILURES, 99_999, 86_400, 0)).toMatchObject({ waitSeconds: 3600 });
});
