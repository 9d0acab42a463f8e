import {
  type PlanStep,
  planAroundTurn,
  planMendTurn,
  plannerPrompt,
  planSchema,
  type WorkerAbout,
} from "@trunkline/prompts";
import type { ModelPort, ModelRequest } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { Turn, Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { sumOf } from "../runs/usage.ts";
import { MOST_STEPS, type PlanRules, readPlan } from "./plan.ts";
import type { Outcome } from "./plan-run.ts";

const MAX_TOKENS = 8_000;
/** A way around what has failed has so many steps at the most. */
const MOST_AROUND = 5;

export interface Planner {
  readonly model: ModelPort;
  /** Id of the model. */
  readonly name: string;
  readonly workers: readonly WorkerAbout[];
  /** What the person has asked, as a model is shown it. */
  readonly shown: Pick<ModelRequest, "turns" | "context" | "attached">;
  readonly mostSteps: number;
}

export interface Planned {
  /** Null: there is no usable plan. */
  readonly steps: readonly PlanStep[] | null;
  /** Why not, or what the first try lacked. */
  readonly problems: readonly string[];
  readonly usage?: Usage | undefined;
  /** What the planner said last. */
  readonly text: string;
}

/** Makes the plan: asked for once, mended once. Each answer is a step of the run. */
export async function planFor(planner: Planner, scope: RunScope): Promise<Planned> {
  const rules = { workers: planner.workers.map(({ name }) => name), mostSteps: planner.mostSteps };
  const first = await scope.step("plan", () => asked(planner, [], rules, scope));
  if (first.steps || first.text === "") return first;
  const mend: Turn[] = [
    { role: "assistant", text: first.text },
    { role: "user", text: planMendTurn(first.problems) },
  ];
  const second = await scope.step("plan:mend", () => asked(planner, mend, rules, scope));
  return { ...second, usage: sumOf(first.usage, second.usage) };
}

/** Makes a plan around what has failed; asked for once. */
export function planAround(
  planner: Planner,
  plan: readonly PlanStep[],
  outcomes: readonly Outcome[],
  scope: RunScope,
): Promise<Planned> {
  const done = outcomes.filter(({ result }) => result.kind === "done").map(({ step }) => step.id);
  const failed = outcomes.flatMap(({ step, result }) =>
    result.kind === "failed" ? [`${step.id} ("${step.title}"): ${result.why}`] : [],
  );
  const rules = {
    workers: planner.workers.map(({ name }) => name),
    taken: plan.map(({ id }) => id),
    done,
    mayBeEmpty: true,
    mostSteps: Math.min(MOST_AROUND, planner.mostSteps),
  };
  const turns: Turn[] = [
    { role: "assistant", text: JSON.stringify({ steps: plan }) },
    { role: "user", text: planAroundTurn(done, failed, rules.mostSteps) },
  ];
  return scope.step("plan:around", () => asked(planner, turns, rules, scope));
}

async function asked(
  { model, name, workers, shown, mostSteps }: Planner,
  more: readonly Turn[],
  rules: PlanRules,
  scope: RunScope,
): Promise<Planned> {
  try {
    const { text, stop, usage } = await model.ask(
      {
        ...shown,
        model: name,
        system: plannerPrompt(workers, mostSteps),
        turns: [...shown.turns, ...more],
        maxTokens: MAX_TOKENS,
        schema: planSchema(rules.workers),
      },
      () => {},
      scope.signal,
    );
    if (stop === "refusal") return { steps: null, problems: ["declined"], usage, text: "" };
    const read = readPlan(text, rules);
    return read.ok
      ? { steps: read.steps, problems: [], usage, text }
      : { steps: null, problems: read.problems, usage, text };
  } catch (error) {
    const kind = error instanceof ModelFailure ? error.fault.kind : null;
    // The same would come of it again; an answer without a plan, or with what is known, may still be possible.
    if (kind === "invalid" || kind === "refused" || kind === "budget")
      return { steps: null, problems: [kind], text: "" };
    throw error;
  }
}

/** The most steps of a plan where a definition says less. */
export function mostStepsOf(budget: number | undefined): number {
  return Math.min(MOST_STEPS, budget ?? MOST_STEPS);
}
