import { expect, test } from "vitest";
import type { RunScope } from "../runs/scope.ts";
import { timed } from "./timed.ts";

/** A run whose steps are kept. */
function runOf(since = Date.now()): RunScope {
  const steps = new Map<string, unknown>();
  const signal = new AbortController().signal;
  return {
    ...{ runId: "r", since, write: () => {}, at: () => {}, signal },
    async step<T>(key: string, work: () => Promise<T>): Promise<T> {
      if (!steps.has(key)) steps.set(key, await work());
      return steps.get(key) as T;
    },
  };
}

test("without a budget it is the run itself", async () => {
  const run = runOf();
  expect(timed(run, undefined)).toBe(run);
});

test("a step that takes longer is left, and whoever works on it is told", async () => {
  const scope = timed(runOf(), 0.01);
  const never = scope.step("long", () => new Promise<string>(() => {}));
  await expect(never).rejects.toMatchObject({ fault: { kind: "budget" } });
  expect(scope.signal.aborted).toBe(true);
});

test("the time runs from the beginning, whatever has crashed since", async () => {
  const scope = timed(runOf(Date.now() - 60_000), 30);
  await expect(scope.step("one", async () => 1)).rejects.toMatchObject({
    fault: { kind: "budget" },
  });
});
