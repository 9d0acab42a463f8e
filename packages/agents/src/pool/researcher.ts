import { PARTS_SCHEMA, type Parts, splitPrompt, weighPrompt } from "@trunkline/prompts";
import type { ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { RunFinal, RunRequest, Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { sumOf } from "../runs/usage.ts";
import { materialOf } from "./aggregate.ts";
import { Numbered } from "./aggregate-sources.ts";
import { carryOutPlan, type Outcome } from "./plan-run.ts";
import { MOST_PARTS, partsOf } from "./researcher-parts.ts";
import { shown } from "./shown.ts";
import { LeadAgent } from "./worker-lead.ts";

const SPLIT_TOKENS = 4_000;

interface Split {
  readonly parts: Parts["parts"];
  readonly usage?: Usage | undefined;
}

/**
 * Splits a question, has the parts researched side by side, weighs what was found and cites it. Each of
 * it is a step of the run. Without a worker that researches it answers like the simple agent.
 */
export class LeadResearcherAgent extends LeadAgent {
  protected override readonly role = "researcher";

  protected override async execute(asked: RunRequest, scope: RunScope): Promise<RunFinal> {
    if (!this.workers.has("research")) return super.execute(asked, scope);
    const model = this.model(asked, scope.runId);
    const { request, past, usage } = await this.condensed(asked, model, scope);
    const { secondsPerTurn = Number.POSITIVE_INFINITY } = this.agent.budgets ?? {};
    // Downtime and waits for the model are no work: they begin it anew.
    const until = Date.now() + secondsPerTurn * 1_000;
    const split = await scope.step("split", () => this.#split(request, scope, model));
    this.log("split", { run: scope.runId, parts: split.parts.length });
    const steps = split.parts.map(({ title, question }, at) => ({
      ...{ id: `part${at + 1}`, worker: "research", title, task: question, needs: [] },
    }));
    const outcomes = await carryOutPlan(steps, new Map(), {
      work: (step) => this.haveStepDone(step, [], request, scope, until),
      moved: (running, ended) => {
        const [first] = running;
        const n = Math.min(ended + 1, steps.length);
        if (first) scope.at({ n, of: steps.length, what: first.title });
      },
      barred: () => (Date.now() >= until ? "no time was left" : null),
    });
    const paid = sumOf(usage, split.usage);
    const final = await this.#weigh([...outcomes.values()], request, scope, model, paid);
    return { ...final, ...past };
  }

  /** A question that cannot be split is one part. */
  async #split(request: RunRequest, scope: RunScope, model: ModelPort): Promise<Split> {
    const question = request.turns.at(-1)?.text ?? "";
    const ask = {
      ...shown(request, crypto.randomUUID()),
      model: this.modelName,
      system: splitPrompt(MOST_PARTS),
      maxTokens: SPLIT_TOKENS,
      schema: PARTS_SCHEMA,
    };
    try {
      const { usage, text } = await model.ask(ask, () => {}, scope.signal);
      return { parts: partsOf(text, question), usage };
    } catch (error) {
      const kind = error instanceof ModelFailure ? error.fault.kind : null;
      if (kind !== "invalid" && kind !== "refused") throw error;
      return { parts: partsOf("", question) };
    }
  }

  async #weigh(
    outcomes: readonly Outcome[],
    request: RunRequest,
    scope: RunScope,
    model: ModelPort,
    paid: Usage | undefined,
  ): Promise<RunFinal> {
    const sources = new Numbered();
    const found = outcomes.map((outcome) => {
      const { text, ...piece } = materialOf(withoutSources(outcome), Date.now());
      const { result } = outcome;
      const list = (result.kind === "done" ? result.sources : []).map(
        (source) => `[${sources.number(source)}] ${source.title}: ${source.url}`,
      );
      return { ...piece, text: [text, ...(list.length > 0 ? [list.join("\n")] : [])].join("\n\n") };
    });
    const system = weighPrompt(request.platform, this.agent.prompt);
    const together = { system, material: found, outcomes, model, paid };
    const final = await this.putTogether(together, request, scope);
    return { ...final, text: sources.cited(final.text) };
  }
}

/** They are numbered across all parts instead. */
function withoutSources({ result, ...outcome }: Outcome): Outcome {
  return { ...outcome, result: result.kind === "done" ? { ...result, sources: [] } : result };
}
