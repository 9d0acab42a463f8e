import { type PlanStep, simplePrompt } from "@trunkline/prompts";
import type { Named } from "../app.ts";
import type { ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { RunFinal, RunRequest, Usage } from "../runs/protocol.ts";
import type { RunScope } from "../runs/scope.ts";
import { sumOf } from "../runs/usage.ts";
import { ruleOfTwo, type Seen } from "../safety/rule-of-two.ts";
import { bothOf } from "../safety/seen.ts";
import { DoorTools } from "../tools/from-door.ts";
import { cardsOf, knownOf, type Material, materialOf, seenIn, usageOf } from "./aggregate.ts";
import { doorsOf, workersOf } from "./env.ts";
import type { Outcome } from "./plan-run.ts";
import { seenBefore, shown } from "./shown.ts";
import { type AtHand, TalkingAgent } from "./talking.ts";
import { actorOf } from "./toolset.ts";
import type { WorkerPort, WorkerResult } from "./worker.ts";
import { haveDone } from "./worker-call.ts";

const MAX_TOKENS = 16_000;

/** What is put together, and how. */
interface Together {
  readonly system: string;
  readonly material: readonly Material[];
  readonly outcomes: readonly Outcome[];
  readonly model: ModelPort;
  /** Beside the workers. */
  readonly paid: Usage | undefined;
}

/** An agent that has work done by workers. By itself it answers like the simple agent. */
export abstract class LeadAgent extends TalkingAgent {
  readonly #doors = new DoorTools(doorsOf(this.env));
  readonly #models = new WeakMap<RunRequest, ModelPort>();
  /** What the steps of each run have come to, as far as this incarnation has seen. */
  readonly #outcomes = new Map<string, Map<string, Outcome>>();
  /** What each of them has had in front of it. */
  readonly #before = new Map<string, Seen>();

  protected override async atHand(request: RunRequest): Promise<AtHand> {
    const system = simplePrompt(request.platform, this.agent.prompt);
    const all = [...this.ownTools(request), ...(await this.#doors.offered("simple"))];
    const simple = all.filter(({ agents }) => agents.includes("simple"));
    return { system, tools: simple.map((tool) => ({ ...tool, agents: [this.role] })) };
  }

  /** The same for a whole run: it counts as one turn, also where the plan comes to nothing. */
  protected override model(request: RunRequest, runId: string): ModelPort {
    const model = this.#models.get(request) ?? super.model(request, runId);
    this.#models.set(request, model);
    return model;
  }

  protected get workers(): ReadonlyMap<string, Named<WorkerPort>> {
    return workersOf(this.env);
  }

  /**
   * Has one step done, once for this run: its result is a step of the journal.
   *
   * @param before - the outcomes that the step is given
   * @param until - epoch milliseconds when the time of the whole run is over
   * @throws ModelFailure when the model is busy or refuses us
   */
  protected async haveStepDone(
    step: PlanStep,
    before: readonly Outcome[],
    request: RunRequest,
    scope: RunScope,
    until: number,
  ): Promise<WorkerResult> {
    const known = this.#outcomes.get(scope.runId) ?? new Map<string, Outcome>();
    this.#outcomes.set(scope.runId, known);
    this.#before.set(scope.runId, seenBefore(request));
    const result = await this.#stepDone(step, before, request, scope, until).catch(unpaid);
    known.set(step.id, { step, result, begun: true });
    return result;
  }

  #stepDone(
    step: PlanStep,
    before: readonly Outcome[],
    request: RunRequest,
    scope: RunScope,
    until: number,
  ): Promise<WorkerResult> {
    return scope.step(`step:${step.id}`, async () => {
      const worker = this.workers.get(step.worker);
      if (!worker) return { kind: "failed", why: "there is no worker for it", again: false };
      const around = request.around ?? [];
      const seen = seenIn(before);
      // What was said before is not handed on: a worker has its task, which may be steered by it.
      const past = seenBefore(request);
      // A stranger who steers it may have it quote what is private: then it is as if that were handed on.
      const quotes = ruleOfTwo(past, "write", "none") === "denied";
      const startedAt = Date.now();
      const result = await haveDone(
        {
          worker: () => worker.getByName(request.conversation),
          timings: this.timings,
          signal: scope.signal,
          until,
          pause: (ms) => paused(ms, scope.signal),
        },
        {
          v: 1,
          run: scope.runId,
          step: step.id,
          title: step.title,
          task: step.task,
          asked: request.turns.at(-1)?.text ?? "",
          actor: actorOf(request),
          material: [...around, ...before.map((one) => materialOf(one, startedAt))],
          ...(request.attached ? { attached: request.attached } : {}),
          seen: {
            untrusted: seen.untrusted || past.untrusted,
            private: seen.private || quotes,
          },
        },
      );
      const why = result.kind === "failed" ? { why: result.why } : {};
      const about = { run: scope.runId, step: step.id, worker: step.worker, kind: result.kind };
      this.log("step", { ...about, ...why, tookMs: Date.now() - startedAt });
      return result;
    });
  }

  /**
   * Puts results together into one streamed answer. Where the model will not do it, the results are the
   * answer as they are, see {@link known}.
   *
   * @throws ModelFailure
   */
  protected async putTogether(
    together: Together,
    request: RunRequest,
    scope: RunScope,
  ): Promise<RunFinal & { kind: "answer" }> {
    const { system, material, outcomes, model, paid } = together;
    this.#outcomes.set(scope.runId, new Map(outcomes.map((one) => [one.step.id, one])));
    const around = [...(request.around ?? []), ...material];
    const spent = sumOf(paid, usageOf(outcomes));
    const ask = {
      ...shown({ ...request, around }, crypto.randomUUID()),
      model: this.modelName,
      system,
      maxTokens: MAX_TOKENS,
    };
    const { text, stop, usage } = await model.ask(ask, scope.write, scope.signal);
    if (stop === "refusal") throw new ModelFailure({ kind: "refused" }, "the model declined");
    const all = sumOf(spent, usage) ?? usage;
    const seen = bothOf(seenBefore(request), seenIn(outcomes));
    return { kind: "answer", text, cut: stop === "length", usage: all, seen };
  }

  /** Results that were paid for, and an act that waits for a decision, are not lost with the rest. */
  protected override known(runId: string): (RunFinal & { kind: "answer" }) | null {
    const outcomes = [...(this.#outcomes.get(runId)?.values() ?? [])];
    const { card, others } = cardsOf(outcomes);
    const text = [knownOf(outcomes), others].filter((part) => part !== "").join("\n\n");
    if (text === "" && !card) return null;
    const seen = bothOf(this.#before.get(runId), seenIn(outcomes));
    return { kind: "answer", text, seen, ...(card ? { approval: card } : {}) };
  }

  override async cancel(runId: string): Promise<void> {
    await super.cancel(runId);
    await this.#forget(runId);
  }

  override async settle(runId: string): Promise<void> {
    await super.settle(runId);
    await this.#forget(runId);
  }

  /** @param side - `workers`: those of this conversation instead of this object */
  override async abort(side?: string): Promise<void> {
    if (side !== "workers") return super.abort();
    await this.#each((worker) => worker.abort());
  }

  #forget(runId: string): Promise<void> {
    this.#outcomes.delete(runId);
    this.#before.delete(runId);
    return this.#each((worker) => worker.forget(runId));
  }

  /** Should one of them be out of reach: it forgets by itself. */
  async #each(what: (worker: WorkerPort) => Promise<unknown>): Promise<void> {
    const name = this.ctx.id.name ?? "";
    const all = [...this.workers.values()].map((worker) => what(worker.getByName(name)));
    await Promise.allSettled(all);
  }
}

/** A day's budget that is spent ends a step, and not what is known. @throws any other error */
function unpaid(error: unknown): WorkerResult {
  if (!(error instanceof ModelFailure) || error.fault.kind !== "budget") throw error;
  return { kind: "failed", why: "the budget of the day was spent", again: false };
}

function paused(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
