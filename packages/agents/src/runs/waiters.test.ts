import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Waiters } from "./waiters.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function waiting(waiters: Waiters, ms: number): () => number | null {
  let at: number | null = null;
  void waiters.next(ms).then(() => {
    at = Date.now();
  });
  return () => at;
}

test("everybody is told of a step, once", async () => {
  const waiters = new Waiters();
  const both = [waiting(waiters, 5_000), waiting(waiters, 5_000)];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(both.map((at) => at())).toEqual([null, null]);
  waiters.notify();
  const late = waiting(waiters, 5_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...both, late].map((at) => at())).toEqual([1_000, 1_000, null]);
  expect(vi.getTimerCount()).toBe(1);
});

test("without a step it is over when its time is", async () => {
  const at = waiting(new Waiters(), 5_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(at()).toBe(5_000);
});
