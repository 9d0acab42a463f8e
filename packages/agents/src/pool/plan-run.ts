import type { PlanStep } from "@trunkline/prompts";
import { type Became, nextOf } from "./plan-next.ts";
import type { WorkerResult } from "./worker.ts";

/** A step and what it has come to. */
export interface Outcome {
  readonly step: PlanStep;
  readonly result: WorkerResult;
  /** False: something else stood in its way. */
  readonly begun: boolean;
}
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface PlanPorts {
  /** Has one step done. @throws what ends or delays the whole run */
  work(step: PlanStep, outcomes: Outcomes): Promise<WorkerResult>;
  /** Steps were begun or have ended. */
  moved(running: readonly PlanStep[], ended: number): void;
  /** Why no further step may be begun, or null. */
  barred(outcomes: Outcomes): string | null;
}

/**
 * Carries a plan out, independent steps side by side. When a step throws, nothing is begun any more, and
 * it throws once the others have ended: their results are kept.
 *
 * @param known - outcomes of an earlier plan
 * @returns those and one for each step; what could not be begun has failed
 */
export async function carryOutPlan(
  steps: readonly PlanStep[],
  known: Outcomes,
  ports: PlanPorts,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map(known);
  const running = new Map<string, { readonly step: PlanStep; readonly over: Promise<void> }>();
  const errors: unknown[] = [];
  const begin = (step: PlanStep): void => {
    const over = ports
      .work(step, outcomes)
      .then((result) => void outcomes.set(step.id, { step, result, begun: true }))
      .catch((error: unknown) => void errors.push(error))
      .then(() => void running.delete(step.id));
    running.set(step.id, { step, over });
  };
  for (;;) {
    if (errors.length === 0 && ports.barred(outcomes) === null) {
      nextOf(steps, becameOf(outcomes), new Set(running.keys())).begin.forEach(begin);
    }
    ports.moved(
      [...running.values()].map(({ step }) => step),
      outcomes.size,
    );
    if (running.size === 0) break;
    await Promise.race([...running.values()].map(({ over }) => over));
  }
  if (errors.length > 0) throw errors[0];
  const lost = nextOf(steps, becameOf(outcomes), new Set()).lost.map((step) =>
    whyLost(step, outcomes),
  );
  const barred = ports.barred(outcomes) ?? "it was not begun";
  for (const step of steps.filter(({ id }) => !outcomes.has(id))) {
    const why = lost.find(({ id }) => id === step.id)?.why ?? barred;
    outcomes.set(step.id, { step, result: { kind: "failed", why, again: false }, begun: false });
  }
  return outcomes;
}

/** An act that waits for a decision has not happened: what rests on it cannot be done. */
function becameOf(outcomes: Outcomes): Map<string, Became> {
  return new Map(
    [...outcomes].map(([id, { result }]) => [
      id,
      result.kind === "done" && !result.card ? "done" : "failed",
    ]),
  );
}

function whyLost({ id, needs }: PlanStep, outcomes: Outcomes): { id: string; why: string } {
  const before = needs.map((need) => outcomes.get(need));
  const asked = before.find((one) => one?.result.kind === "done" && one.result.card);
  if (asked) return { id, why: `it waits for the decision about: ${asked.step.title}` };
  const failed = before.find((one) => one?.result.kind === "failed");
  return { id, why: `what it needs is missing${failed ? `: ${failed.step.title}` : ""}` };
}
