import { describe, expect, test } from "vitest";
import { backoffMs, DEFAULT_TIMINGS, timings } from "./timings.ts";

describe("the settings", () => {
  test.each<[string, string | null | undefined, string | null | undefined, object]>([
    ["none", undefined, undefined, {}],
    ["none, as workerd says it", null, null, {}],
    ["empty", "", "", {}],
    ["some", '{"settleMs":5,"pokeMs":0}', undefined, { settleMs: 5, pokeMs: 0 }],
    ["the window", undefined, "50", { batchWindowMs: 50 }],
    ["no window at all", undefined, "0", { batchWindowMs: 0 }],
    ["the JSON beats the window", '{"batchWindowMs":7}', "50", { batchWindowMs: 7 }],
  ])("%s", (_name, json, window, expected) => {
    expect(timings(json, window)).toEqual({ ...DEFAULT_TIMINGS, ...expected });
  });

  test.each([
    ["not JSON", "{", undefined, "TIMINGS is not JSON"],
    ["an array", "[]", undefined, "TIMINGS is not a JSON object"],
    ["null", "null", undefined, "TIMINGS is not a JSON object"],
    ["a number", "5", undefined, "TIMINGS is not a JSON object"],
    ["an unknown name", '{"setleMs":5}', undefined, "unknown key setleMs"],
    ["a text", '{"settleMs":"5"}', undefined, "settleMs is not a number"],
    ["below zero", '{"settleMs":-1}', undefined, "settleMs is not a number"],
    ["too large for a number", '{"settleMs":1e999}', undefined, "settleMs is not a number"],
    ["a window that is no number", undefined, "fast", "batchWindowMs is not a number"],
  ])("refuses %s", (_name, json, window, why) => {
    expect(() => timings(json, window)).toThrow(why);
  });
});

test("work in flight is looked at well before workerd drops an idle object, at about 140 s", () => {
  const { keepAliveMs, pokeMs, callTimeoutMs, rpcTimeoutMs } = DEFAULT_TIMINGS;
  expect(Math.max(keepAliveMs, pokeMs, callTimeoutMs, rpcTimeoutMs)).toBeLessThanOrEqual(30_000);
});

test("a run gives several signs of life before it counts as silent", () => {
  expect(DEFAULT_TIMINGS.pingMs * 3).toBeLessThanOrEqual(DEFAULT_TIMINGS.evidenceMs);
});

test.each([
  [0, 1_000],
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [9, 256_000],
  [10, 300_000],
  [1_000_000, 300_000],
])("try %i waits %i ms", (tries, expected) => {
  expect(backoffMs(tries, 1_000, 300_000)).toBe(expected);
});

test("a key that every object has is unknown", () => {
  expect(() => timings('{"toString":5}')).toThrow("unknown key toString");
});
