import { aggregatorPrompt, type PlanStep, type WorkerAbout } from "@trunkline/prompts";
import type { ModelPort } from "../model/anthropic.ts";
import type { RunFinal, RunRequest, Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { sumOf, tokensOf } from "../runs/usage.ts";
import { cardsOf, materialOf, usageOf } from "./aggregate.ts";
import { doorsOf } from "./env.ts";
import { mostStepsOf, type Planner, planAround, planFor } from "./plan-ask.ts";
import { carryOutPlan, type Outcome, type Outcomes } from "./plan-run.ts";
import { shown } from "./shown.ts";
import { LeadAgent } from "./worker-lead.ts";

/** So many characters tell what is being done. */
const MOST_WHAT = 100;

/**
 * Plans, has the steps done by workers, side by side where they are independent, and puts the results
 * together. Each of it is a step of the run: after a crash nothing that has ended is paid for again.
 * Without a usable plan it answers like the simple agent.
 */
export class OrchestratorAgent extends LeadAgent {
  protected override readonly role = "orchestrator";

  protected override async execute(asked: RunRequest, scope: RunScope): Promise<RunFinal> {
    const { budgets = {} } = this.agent;
    const model = this.model(asked, scope.runId);
    const { request, past, usage: before } = await this.condensed(asked, model, scope);
    const planner: Planner = {
      model,
      name: this.env.MODEL_MAIN ?? this.agent.model?.planner ?? this.modelName,
      workers: this.#crew(),
      shown: shown(request, crypto.randomUUID()),
      mostSteps: mostStepsOf(budgets.stepsPerTurn),
    };
    if (planner.workers.length === 0) return super.execute(asked, scope);
    const { secondsPerTurn = Number.POSITIVE_INFINITY } = budgets;
    // Downtime and waits for the model are no work: they begin it anew.
    const until = Date.now() + secondsPerTurn * 1_000;
    const from = Date.now();
    const planned = await planFor(planner, scope);
    const { steps } = planned;
    this.log("plan", {
      run: scope.runId,
      steps: (steps ?? []).map(({ id, worker }) => `${id}: ${worker}`).join(", "),
      problems: planned.problems.join("; "),
      tookMs: Date.now() - from,
    });
    if (!steps) return withPaid(await super.execute(asked, scope), planned.usage);
    let usage = sumOf(before, planned.usage);
    const work = { request, scope, until, usage };
    let outcomes = await this.#carryOut(steps, new Map(), work);
    if ([...outcomes.values()].some(failed) && this.#barred(outcomes, work) === null) {
      const around = await planAround(planner, steps, [...outcomes.values()], scope);
      usage = sumOf(usage, around.usage);
      outcomes = await this.#carryOut(around.steps ?? [], outcomes, work);
    }
    const final = await this.#putTogether([...outcomes.values()], request, scope, model, usage);
    return { ...final, ...past };
  }

  /** The workers there are; one that is named like a door needs it. */
  #crew(): WorkerAbout[] {
    const doors = doorsOf(this.env);
    return [...this.workers.keys()].flatMap((name) => {
      const about = ABOUT[name] ?? (doors.has(name) ? `looks and acts in ${name}` : null);
      return about === null ? [] : [{ name, about }];
    });
  }

  #carryOut(
    steps: readonly PlanStep[],
    known: Outcomes,
    work: Work,
  ): Promise<Map<string, Outcome>> {
    const { request, scope, until } = work;
    const of = known.size + steps.length;
    return carryOutPlan(steps, known, {
      work: (step, outcomes) => {
        const before = step.needs.flatMap((need) => outcomes.get(need) ?? []);
        return this.haveStepDone(step, before, request, scope, until);
      },
      moved: (running, ended) => {
        const what = running.map(({ title }) => title).join(", ");
        if (what !== "") scope.at({ n: Math.min(ended + 1, of), of, what: shortened(what) });
      },
      barred: (outcomes) => this.#barred(outcomes, work),
    });
  }

  /** Why no further step is begun, or null. */
  #barred(outcomes: Outcomes, { until, usage }: Work): string | null {
    if (Date.now() >= until) return "no time was left";
    const { tokensPerTurn = Number.POSITIVE_INFINITY } = this.agent.budgets ?? {};
    const spent = tokensOf(sumOf(usage, usageOf([...outcomes.values()])));
    return spent >= tokensPerTurn ? "what may be spent on one answer was spent" : null;
  }

  async #putTogether(
    outcomes: readonly Outcome[],
    request: RunRequest,
    scope: RunScope,
    model: ModelPort,
    paid: Usage | undefined,
  ): Promise<RunFinal> {
    const { card, others } = cardsOf(outcomes);
    const system = aggregatorPrompt(request.platform, this.agent.prompt);
    const material = outcomes.map((outcome) => materialOf(outcome, Date.now()));
    const together = { system, material, outcomes, model, paid };
    const final = await this.putTogether(together, request, scope);
    const text = others === "" ? final.text : `${final.text}\n\n${others}`;
    return { ...final, text, ...(card ? { approval: card } : {}) };
  }
}

interface Work {
  readonly request: RunRequest;
  readonly scope: RunScope;
  /** Epoch milliseconds. */
  readonly until: number;
  /** Of the summary and the plan. */
  readonly usage: Usage | undefined;
}

/** What a planner is told of the workers that every pool has. */
const ABOUT: Readonly<Record<string, string>> = {
  code: "reads files, diffs and changes; reviews code; writes code and patches as text. It changes nothing and runs nothing.",
  research: "searches the web and reads pages, and keeps its sources",
};

/** A plan that came to nothing was paid for, too. */
function withPaid(final: RunFinal, paid: Usage | undefined): RunFinal {
  const usage = sumOf(paid, final.usage);
  return usage ? { ...final, usage } : final;
}

/** It was tried; what was not even begun has its own reason. */
function failed({ result, begun }: Outcome): boolean {
  return begun && result.kind === "failed";
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= MOST_WHAT ? text : `${letters.slice(0, MOST_WHAT - 1).join("")}…`;
}
