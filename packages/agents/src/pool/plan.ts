import { Plan, type PlanStep } from "@trunkline/prompts";

/** A plan that is longer is no plan. */
export const MOST_STEPS = 10;
const MOST_TITLE = 80;
const MOST_TASK = 8_000;

export type Checked =
  | { readonly ok: true; readonly steps: readonly PlanStep[] }
  /** In words that the planner can mend it by. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** What a plan is held against. */
export interface PlanRules {
  /** Names of the workers that are there. */
  readonly workers: readonly string[];
  /** Ids of an earlier plan: they are taken, and those with a result may be needed. */
  readonly taken?: readonly string[];
  readonly done?: readonly string[];
  /** A plan may be empty: there is no other way. */
  readonly mayBeEmpty?: boolean;
  readonly mostSteps?: number;
}

/** Reads a planner's answer, also with a fence or prose around it, and checks it. */
export function readPlan(text: string, rules: PlanRules): Checked {
  const parsed = Plan.safeParse(jsonIn(text));
  if (!parsed.success) return { ok: false, problems: ["it is no JSON of the shape asked for"] };
  const steps = parsed.data.steps.map(tidy);
  const problems = problemsOf(steps, rules);
  return problems.length === 0 ? { ok: true, steps } : { ok: false, problems };
}

/** What is wrong with the steps of a plan, all of it at once. */
export function problemsOf(steps: readonly PlanStep[], rules: PlanRules): string[] {
  const { workers, taken = [], done = [], mayBeEmpty = false, mostSteps = MOST_STEPS } = rules;
  const problems: string[] = [];
  const ids = new Set<string>();
  const known = new Set([...steps.map(({ id }) => id), ...done]);
  if (steps.length === 0 && !mayBeEmpty) problems.push("it has no steps");
  if (steps.length > mostSteps) {
    problems.push(`it has ${steps.length} steps, ${mostSteps} are the most`);
  }
  for (const { id, worker, title, task, needs } of steps) {
    if (id === "") problems.push("a step has no id");
    else if (ids.has(id)) problems.push(`two steps are called ${id}`);
    else if (taken.includes(id)) problems.push(`${id} was the id of an earlier step`);
    ids.add(id);
    if (title === "") problems.push(`step ${id} has no title`);
    if (task === "") problems.push(`step ${id} has no task`);
    if (task.length > MOST_TASK) problems.push(`the task of step ${id} is too long`);
    if (!workers.includes(worker)) {
      problems.push(`step ${id} is for ${worker}; there are only ${workers.join(", ")}`);
    }
    for (const need of needs) {
      if (need === id) problems.push(`step ${id} needs itself`);
      else if (!known.has(need)) problems.push(`step ${id} needs ${need}, which is no step`);
    }
  }
  if (problems.length > 0) return problems;
  const circle = circleOf(steps);
  return circle.length === 0 ? [] : [`${circle.join(", ")} wait for one another`];
}

/** The steps that can never be begun, because each waits for another of them. */
function circleOf(steps: readonly PlanStep[]): string[] {
  let left = steps;
  for (;;) {
    const open = new Set(left.map(({ id }) => id));
    const stuck = left.filter(({ needs }) => needs.some((need) => open.has(need)));
    if (stuck.length === left.length) return [...open];
    left = stuck;
  }
}

function tidy({ id, worker, title, task, needs }: PlanStep): PlanStep {
  const short = [...title.replace(/\s+/g, " ").trim()].slice(0, MOST_TITLE).join("");
  const needed = [...new Set(needs.map((need) => need.trim()))];
  return { id: id.trim(), worker: worker.trim(), title: short, task: task.trim(), needs: needed };
}

/** The outermost object of a text; undefined where there is none that can be read. */
export function jsonIn(text: string): unknown {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}");
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch {
    return undefined;
  }
}
