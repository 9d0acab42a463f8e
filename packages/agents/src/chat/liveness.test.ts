import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { judge, type Verdict } from "./liveness.ts";
import type { Batch } from "./schema.ts";

const T = DEFAULT_TIMINGS;
const NOW = 100_000_000;
type Row = Parameters<typeof judge>[0];

const row = (change: Partial<Row> = {}): Row => ({
  ...{ state: "active", ending: null, failures: 0, epoch: 1, progress_epoch: 0 },
  ...{ retry_at: null, evidence_at: NOW - 1_000, began_at: NOW - 5_000 },
  ...change,
});

test.each<[string, Partial<Row>, held: boolean, Verdict]>([
  ["nobody holds it: at once", {}, false, { do: "resume" }],
  ["held, with signs of life", {}, true, { do: "watch", until: NOW - 1_000 + T.evidenceMs }],
  ["held, silent for long enough", { evidence_at: NOW - T.evidenceMs }, true, { do: "stalled" }],
  [
    "held, a moment before that",
    { evidence_at: NOW - T.evidenceMs + 1 },
    true,
    { do: "watch", until: NOW + 1 },
  ],
  ["not held, silent: at once all the same", { evidence_at: 0 }, false, { do: "resume" }],
  ["waits for a later time", { retry_at: NOW + 5 }, false, { do: "wait", until: NOW + 5 }],
  ["that time has come", { retry_at: NOW }, false, { do: "resume" }],
  ["the final is known", { ending: "answered" }, false, { do: "nothing" }],
  ["the final is known, whatever failed", { ending: "dead", failures: 9 }, true, { do: "nothing" }],
  ["it waits behind another", { state: "waiting" }, false, { do: "nothing" }],
  ["two failures", { failures: 2 }, false, { do: "resume" }],
  ["three failures", { failures: 3 }, false, { do: "give-up", why: "three failures" }],
  ["nine incarnations without progress", { epoch: 12, progress_epoch: 3 }, false, { do: "resume" }],
  [
    "ten incarnations without progress",
    { epoch: 13, progress_epoch: 3 },
    true,
    { do: "give-up", why: "ten incarnations without progress" },
  ],
  ["the whole work budget", { began_at: NOW - T.workBudgetMs }, false, { do: "resume" }],
  [
    "more than the work budget",
    { began_at: NOW - T.workBudgetMs - 1 },
    true,
    { do: "give-up", why: "the work budget is used up" },
  ],
])("%s", (_name, change, held, verdict) => {
  expect(judge(row(change), held, NOW, T)).toEqual(verdict);
});

test("whatever it waits for lies ahead, and asking then gives another verdict", () => {
  const change = fc.record({
    retry_at: fc.option(fc.integer({ min: NOW - 60_000, max: NOW + 60_000 })),
    evidence_at: fc.integer({ min: NOW - 60_000, max: NOW }),
    state: fc.constantFrom<Batch["state"]>("active", "waiting", "answered"),
    failures: fc.nat({ max: 4 }),
  });
  fc.assert(
    fc.property(change, fc.boolean(), (given, held) => {
      const verdict = judge(row(given), held, NOW, T);
      if (verdict.do !== "wait" && verdict.do !== "watch") return;
      expect(verdict.until).toBeGreaterThan(NOW);
      expect(judge(row(given), held, verdict.until, T)).not.toEqual(verdict);
    }),
  );
});
