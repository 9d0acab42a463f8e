import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { afterModelFault, type ModelFault, type RunHistory, type Verdict } from "./rules.ts";

const T = DEFAULT_TIMINGS;
const NOW = 10_000_000;
const retry = (ms: number): Verdict => ({ do: "retry", at: NOW + ms });
const fail = (failure: Extract<Verdict, { do: "fail" }>["failure"]): Verdict => ({
  do: "fail",
  failure,
});

test.each<[string, ModelFault, Partial<RunHistory>, Verdict]>([
  ["busy: soon", { kind: "busy" }, { refused: 1 }, retry(2_000)],
  ["busy again: later", { kind: "busy" }, { refused: 3 }, retry(8_000)],
  ["busy for long: at most a minute", { kind: "busy" }, { refused: 40 }, retry(60_000)],
  ["busy, it says when", { kind: "busy", retryAfterSeconds: 30 }, { refused: 1 }, retry(30_000)],
  ["it says too soon", { kind: "busy", retryAfterSeconds: 1 }, { refused: 3 }, retry(8_000)],
  [
    "the next time would be the last moment",
    { kind: "busy" },
    { refused: 1, waitedMs: T.modelBudgetMs - 2_000 },
    retry(2_000),
  ],
  [
    "the next time would be too late",
    { kind: "busy" },
    { refused: 1, waitedMs: T.modelBudgetMs - 1_999 },
    fail("model_busy"),
  ],
  ["it asks for an hour", { kind: "busy", retryAfterSeconds: 3_600 }, {}, retry(3_600_000)],
  [
    "and then again",
    { kind: "busy", retryAfterSeconds: 60 },
    { waitedMs: 3_590_000 },
    fail("model_busy"),
  ],
  ["refusals cost nothing and do not count as paid", { kind: "busy" }, { paid: 9 }, retry(2_000)],
  ["cut once", { kind: "cut" }, { paid: 1 }, retry(1_000)],
  ["cut twice", { kind: "cut" }, { paid: 2 }, retry(2_000)],
  ["paid three times for nothing", { kind: "cut" }, { paid: 3 }, fail("model_cut")],
  ["silent twice", { kind: "silent" }, { paid: 2 }, retry(2_000)],
  ["silent three times", { kind: "silent" }, { paid: 3 }, fail("model_silent")],
  ["it declined", { kind: "refused" }, {}, fail("model_refused")],
  ["our request is wrong", { kind: "invalid" }, {}, fail("model_invalid")],
  ["our key is refused", { kind: "credentials" }, {}, fail("model_credentials")],
])("%s", (_name, fault, history, verdict) => {
  const run = { waitedMs: 0, paid: 0, refused: 1, ...history };
  expect(afterModelFault(fault, run, NOW, T)).toEqual(verdict);
});

describe("a platform's second may be shortened", () => {
  test("in what a busy model asks for", () => {
    const quick = { ...T, platformSecondMs: 10, modelRetryFirstMs: 1 };
    const run = { waitedMs: 0, paid: 0, refused: 1 };
    const verdict = afterModelFault({ kind: "busy", retryAfterSeconds: 30 }, run, NOW, quick);
    expect(verdict).toEqual(retry(300));
  });
});
