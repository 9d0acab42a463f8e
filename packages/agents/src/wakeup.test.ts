import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Wakeup } from "./wakeup.ts";

const NEVER = Number.POSITIVE_INFINITY;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function made(fails = false) {
  const armed: number[] = [];
  const looks: number[] = [];
  const setAlarm = (at: number) => {
    armed.push(at);
    return fails ? Promise.reject(new Error("storage")) : Promise.resolve();
  };
  const wakeup = new Wakeup(setAlarm, () => void looks.push(Date.now()));
  return { wakeup, armed, looks };
}

test("only an earlier arming is written", () => {
  const { wakeup, armed } = made();
  for (const at of [500, 500, 600, 400]) wakeup.arm(at);
  expect(armed).toEqual([500, 400]);
});

test("one that has passed without firing is armed again, and one that could not be written", async () => {
  const passed = made();
  passed.wakeup.arm(500);
  vi.setSystemTime(501);
  passed.wakeup.arm(700);
  expect(passed.armed).toEqual([500, 700]);
  const unwritten = made(true);
  unwritten.wakeup.arm(800);
  await vi.advanceTimersByTimeAsync(0);
  unwritten.wakeup.arm(900);
  expect(unwritten.armed).toEqual([800, 900]);
  await expect(unwritten.wakeup.written()).rejects.toThrow("storage");
  unwritten.wakeup.fired();
  await expect(unwritten.wakeup.written()).resolves.toBeUndefined();
  await expect(passed.wakeup.written()).resolves.toBeUndefined();
});

test("a short wait is a timer with the alarm behind it", () => {
  const { wakeup, armed, looks } = made();
  wakeup.plan({ next: 500, alarm: 5_000, until: 25_000 });
  expect(armed).toEqual([5_000]);
  vi.advanceTimersByTime(499);
  expect(looks).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(looks).toEqual([500]);
});

test("whether a look comes before a time, be it by the timer or by the alarm", () => {
  const { wakeup } = made();
  expect(wakeup.looksBefore(60_000)).toBe(false);
  wakeup.plan({ next: 500, alarm: 5_000, until: 25_000 });
  expect([499, 500, 501].map((at) => wakeup.looksBefore(at))).toEqual([false, true, true]);
  vi.advanceTimersByTime(500);
  expect([4_999, 5_000].map((at) => wakeup.looksBefore(at))).toEqual([false, true]);
  // It has not come, and may be lost.
  vi.setSystemTime(5_000);
  expect(wakeup.looksBefore(60_000)).toBe(false);
});

test("a look without an alarm behind it is none: it goes with the memory", async () => {
  const unwritten = made(true).wakeup;
  unwritten.plan({ next: 500, alarm: 5_000, until: 25_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect(unwritten.looksBefore(60_000)).toBe(false);
  const used = made().wakeup;
  used.plan({ next: 500, alarm: 5_000, until: 25_000 });
  used.fired();
  expect(used.looksBefore(60_000)).toBe(false);
});

test("an alarm that could not even be asked for is asked for again", () => {
  const armed: number[] = [];
  const wakeup = new Wakeup((at) => {
    armed.push(at);
    if (armed.length === 1) throw new Error("storage");
    return Promise.resolve();
  });
  expect(() => wakeup.arm(500)).toThrow("storage");
  wakeup.arm(25_000);
  expect(armed).toEqual([500, 25_000]);
});

test("the newest plan counts: another time, or none", () => {
  const { wakeup, looks } = made();
  wakeup.plan({ next: 500, alarm: 5_000, until: 25_000 });
  wakeup.plan({ next: 300, alarm: 5_000, until: 25_000 });
  wakeup.plan({ next: 300, alarm: 5_000, until: 25_000 });
  vi.advanceTimersByTime(1_000);
  expect(looks).toEqual([300]);
  wakeup.plan({ next: 1_500, alarm: 6_000, until: 25_000 });
  wakeup.plan({ next: 6_000, alarm: 6_000, until: 25_000 });
  vi.advanceTimersByTime(10_000);
  expect(looks).toEqual([300]);
});

test("an alarm that would come for nothing is moved, once more than half of its wait is over", () => {
  const { wakeup, armed } = made();
  const poke = () => wakeup.plan({ next: Date.now() + 1_000, alarm: Date.now() + 5_000, until });
  const until = 25_000;
  for (let at = 0; at <= 9_000; at += 1_000) {
    vi.setSystemTime(at);
    poke();
  }
  expect(armed).toEqual([5_000, 8_000, 11_000, 14_000]);
  // Nothing is open any more: the next look is tomorrow.
  wakeup.plan({ next: 86_400_000, alarm: 86_400_000, until: NEVER });
  expect(armed.at(-1)).toBe(86_400_000);
});

test("it is not moved past the time at which something must have come from outside", () => {
  const { wakeup, armed } = made();
  wakeup.plan({ next: 100, alarm: 5_000, until: 7_000 });
  vi.setSystemTime(4_000);
  wakeup.plan({ next: 4_100, alarm: 9_000, until: 7_000 });
  expect(armed).toEqual([5_000]);
});

test("an alarm that has fired is used up", () => {
  const { wakeup, armed } = made();
  wakeup.arm(500);
  wakeup.fired();
  wakeup.arm(900);
  expect(armed).toEqual([500, 900]);
});
