import type { PlanStep } from "@trunkline/prompts";

/** So many workers of one run work at a time. */
export const MOST_AT_ONCE = 4;

/** What became of a step, as far as others depend on it. */
export type Became = "done" | "failed";

export interface Next {
  /** To be begun now, in the order of the plan. */
  readonly begin: readonly PlanStep[];
  /** They will never be begun: something that they need has failed. */
  readonly lost: readonly PlanStep[];
}

/**
 * What can be begun of a plan whose steps do not wait for one another in a circle.
 *
 * @param became - what has ended so far
 * @param running - what is being worked on
 */
export function nextOf(
  steps: readonly PlanStep[],
  became: ReadonlyMap<string, Became>,
  running: ReadonlySet<string>,
  mostAtOnce = MOST_AT_ONCE,
): Next {
  const lost = new Set<string>();
  const failed = (id: string) => became.get(id) === "failed" || lost.has(id);
  const open = steps.filter(({ id }) => !became.has(id) && !running.has(id));
  for (let before = -1; before !== lost.size; ) {
    before = lost.size;
    for (const { id, needs } of open) if (needs.some(failed)) lost.add(id);
  }
  const ready = open.filter(
    ({ id, needs }) => !lost.has(id) && needs.every((need) => became.get(need) === "done"),
  );
  return {
    begin: ready.slice(0, Math.max(0, mostAtOnce - running.size)),
    lost: open.filter(({ id }) => lost.has(id)),
  };
}
