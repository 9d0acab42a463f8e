import type { Reach } from "../failpoint.ts";
import type { Runs } from "./rows.ts";
import type { RunScope } from "./scope.ts";

/** {@link RunScope.step} of one incarnation of a run. */
export function stepper(
  runs: Runs,
  run: { readonly id: string; readonly epoch: number },
  reach: Reach,
  recorded: () => void,
): RunScope["step"] {
  return async <T>(key: string, work: () => Promise<T>, worth?: (result: T) => boolean) => {
    const kept = runs.step(run.id, key);
    if (kept !== null) return JSON.parse(kept) as T;
    const result = await work();
    if (worth?.(result) === false) return result;
    const json = JSON.stringify(result ?? null);
    if (!runs.recordStep(run.id, run.epoch, key, json, Date.now())) throw new Error("superseded");
    recorded();
    await reach("step:recorded");
    return JSON.parse(json) as T;
  };
}
