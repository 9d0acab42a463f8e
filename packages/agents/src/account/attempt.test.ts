import type { FaultKind } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { type Attempt, failedAct, interruptedAct, nextAct, notFound } from "./attempt.ts";

const T = DEFAULT_TIMINGS;
const NOW = 1_000_000_000;
const row = (patch: Partial<Attempt> = {}): Attempt => ({
  ...{ op: 0, doubt_at: null, looks: 0, doubted: 0, tries: 0, not_before: 0, at: NOW - 1_000 },
  ...patch,
});
const doubt = { doubt_at: NOW - T.settleMs, doubted: 1 };

describe("what an act needs next", () => {
  test.each<[string, Partial<Attempt>, ReturnType<typeof nextAct>]>([
    ["a first try", {}, { do: "run" }],
    ["a wait", { not_before: NOW + 5 }, { do: "wait", until: NOW + 5 }],
    ["a wait that is over", { not_before: NOW }, { do: "run" }],
    ["a doubt", { doubt_at: NOW }, { do: "wait", until: NOW + T.settleMs }],
    ["a doubt that has settled", doubt, { do: "look" }],
    ["a second look", { ...doubt, looks: 1 }, { do: "wait", until: NOW + T.settleMs }],
    ["a day", { at: NOW - T.deliveryBudgetMs - 1 }, { do: "give-up" }],
    ["a doubt of a day", { ...doubt, at: NOW - T.deliveryBudgetMs - 1 }, { do: "look" }],
    [
      "a doubt of a day that was looked at since",
      { ...doubt, at: NOW - T.deliveryBudgetMs - 2, not_before: NOW - 1 },
      { do: "give-up" },
    ],
  ])("%s", (_name, patch, step) => {
    expect(nextAct(row(patch), NOW, T)).toEqual(step);
  });
});

test("a try that nobody has seen the end of is in doubt, anything else is not", () => {
  expect(interruptedAct(row({ op: 1 }), NOW)).toEqual({
    ...{ op: 0, doubt_at: NOW, looks: 0, doubted: 1 },
  });
  expect(interruptedAct(row(), NOW)).toEqual({});
});

test("two looks that find nothing allow another try", () => {
  expect(notFound(row(doubt))).toMatchObject({ looks: 1 });
  expect(notFound(row({ ...doubt, looks: 1 }))).toMatchObject({ doubt_at: null, looks: 0 });
});

describe("a failure", () => {
  const failed = (kind: FaultKind, during: "run" | "ask", patch: Partial<Attempt> = {}) =>
    failedAct(row(patch), { kind, message: "x" }, during, NOW, T);

  test.each<FaultKind>(["transient", "rate_limited", "unauthorized"])(
    "of a try that changed nothing is made again: %s",
    (kind) => {
      const patch = failed(kind, "run");
      expect(patch).toMatchObject({ op: 0, tries: 1 });
      expect(patch).not.toHaveProperty("doubt_at");
    },
  );

  test("of a try that may have happened is in doubt", () => {
    expect(failed("uncertain", "run")).toMatchObject({ doubt_at: NOW, doubted: 1, looks: 0 });
    expect(failed("uncertain", "ask")).not.toHaveProperty("doubt_at");
  });

  test.each<FaultKind>([
    ...(["gone", "bad_target", "moved", "forbidden"] as const),
    ...(["rejected_markup", "too_long", "invalid"] as const),
  ])("that comes again is a refusal, unless the act is in doubt: %s", (kind) => {
    expect(failed(kind, "run")).toBeNull();
    expect(failed(kind, "ask")).toBeNull();
    expect(failed(kind, "ask", doubt)).not.toBeNull();
  });

  test("waits as long as the platform says, or longer and longer", () => {
    const asked = { kind: "rate_limited", message: "x", retryAfterSeconds: 3_600 } as const;
    expect(failedAct(row(), asked, "run", NOW, T)?.not_before).toBe(NOW + 3_600_000);
    expect(failed("transient", "run", { tries: 2 })?.not_before).toBe(NOW + 4 * T.retryFirstMs);
    expect(failed("unauthorized", "run")?.not_before).toBe(NOW + T.unauthorizedMs);
  });
});
