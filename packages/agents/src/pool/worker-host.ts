import { DurableObject } from "cloudflare:workers";
import { messageOf } from "@trunkline/transport";
import { failpoints, type Reach } from "../failpoint.ts";
import { type Log, logger } from "../log.ts";
import { anthropic, type ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import { Runs } from "../runs/rows.ts";
import { MOST_EPOCHS } from "../runs/rules.ts";
import type { RunScope } from "../runs/scope.ts";
import { stepper } from "../runs/steps.ts";
import { RememberedSql } from "../sql.ts";
import { type Timings, timings } from "../timings.ts";
import { DoorTools } from "../tools/from-door.ts";
import type { AgentName } from "../tools/tool.ts";
import type { Used } from "./calls.ts";
import type { AgentDefinition } from "./define.ts";
import { type AgentsEnv, doorsOf } from "./env.ts";
import { budgeted, limitsOf, priceOf } from "./limits.ts";
import { DEFAULT_MAIN } from "./models.ts";
import { type Report, Task, type WorkerPort, WorkerResult } from "./worker.ts";
import { afterFault, failedStep } from "./worker-fault.ts";

interface Held {
  readonly abort: AbortController;
  readonly over: Promise<Report | null>;
}

/**
 * A worker: does single steps for one conversation. Its work is a row, journaled like a run. It needs no
 * alarm to stay in memory: whoever wants the result asks again and again, and what nobody asks for any
 * more is not gone on with after a crash.
 */
export abstract class WorkerHost extends DurableObject<AgentsEnv> implements WorkerPort {
  protected readonly agent: AgentDefinition;
  protected abstract readonly role: AgentName;
  protected readonly timings: Timings;
  protected readonly log: Log;
  protected readonly doors: DoorTools;
  readonly #reach: Reach;
  readonly #model: ModelPort;
  #rows: { readonly sql: RememberedSql; readonly runs: Runs } | null = null;
  readonly #held = new Map<string, Held>();

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env);
    this.agent = agent;
    this.timings = timings(env.TIMINGS);
    this.log = logger("worker", [env.ANTHROPIC_API_KEY]);
    this.doors = new DoorTools(doorsOf(env));
    this.#reach = failpoints(env.TRUNKLINE_FAILPOINTS);
    this.#model = anthropic(env, this.timings);
  }

  /** Made when they are needed: their storage may have been given back. */
  get #kept() {
    if (!this.#rows) {
      const sql = new RememberedSql(this.ctx.storage.sql);
      this.#rows = { sql, runs: new Runs(sql) };
    }
    return this.#rows;
  }

  /**
   * Does one step. It may be called again for the same step after a crash.
   *
   * @throws ModelFailure when the model gave no result
   */
  protected abstract work(task: Task, scope: RunScope): Promise<WorkerResult>;

  /** The model, held against the budgets. */
  protected model({ actor }: Task, id: string): ModelPort {
    // The turn was counted by whoever has planned it.
    const { turnsPerPersonAndDay: _, ...budgets } = this.agent.budgets ?? {};
    return budgeted(
      this.#model,
      limitsOf(budgets, actor),
      (name) => this.env.BUDGET.getByName(name),
      (usage) => {
        const dollars = priceOf(usage, budgets.prices);
        this.log("model.paid", { run: id, agent: this.role, ...usage, dollars });
        return { dollars };
      },
    );
  }

  /** Writes each use of a tool into the log. */
  protected used(run: string): (use: Used) => void {
    return (use) => this.log("tool", { run, agent: this.role, ...use });
  }

  protected get modelName(): string {
    return this.env.MODEL_MAIN ?? this.agent.model?.main ?? DEFAULT_MAIN;
  }

  async execute(asked: Task): Promise<Report> {
    const task = Task.parse(asked);
    const id = `${task.run}:${task.step}`;
    const { runs } = this.#kept;
    const known = runs.get(id);
    if (!known || (known.final !== null && known.attempt < task.attempt && failed(known.final))) {
      runs.start(id, task.attempt, "", Date.now());
      // Should nobody say that it is over, it is forgotten then.
      void this.ctx.storage.setAlarm(Date.now() + this.timings.keepMs);
    }
    const row = runs.get(id);
    if (row?.final) {
      return { v: 1, state: "ended", result: WorkerResult.parse(JSON.parse(row.final)) };
    }
    const held = this.#held.get(id) ?? this.#hold(id, task);
    return (await this.#report(held)) ?? { v: 1, state: "working" };
  }

  async forget(run: string): Promise<void> {
    // Who has never worked here need not begin to store anything.
    if (!this.#rows && !this.#stores()) return;
    const { sql, runs } = this.#kept;
    // The semicolon is the next character after the colon.
    const rows = sql.exec<{ id: string }>(
      "SELECT id FROM run WHERE id >= ? AND id < ?",
      ...[`${run}:`, `${run};`],
    );
    for (const { id } of rows.toArray()) {
      runs.delete(id);
      this.#held.get(id)?.abort.abort();
      this.#held.delete(id);
    }
  }

  async abort(): Promise<void> {
    if (this.env.TRUNKLINE_FAILPOINTS) this.ctx.abort("crash test");
  }

  /** Nothing but forgetting. */
  override async alarm(): Promise<void> {
    const { runs } = this.#kept;
    const { keepMs } = this.timings;
    const old = Date.now() - keepMs;
    for (const { id, started_at } of runs.open()) {
      if (started_at < old && !this.#held.has(id)) runs.delete(id);
    }
    const next = runs.prune(old);
    if (next !== null) await this.ctx.storage.setAlarm(next + keepMs + 1);
    else if (runs.open().length > 0) await this.ctx.storage.setAlarm(Date.now() + keepMs);
    else {
      this.#rows = null;
      await this.ctx.storage.deleteAll();
    }
  }

  #stores(): boolean {
    const tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'run'";
    return this.ctx.storage.sql.exec(tables).toArray().length > 0;
  }

  #hold(id: string, task: Task): Held {
    const abort = new AbortController();
    const over = this.#do(id, task, abort)
      .catch((error: unknown) => {
        this.log("worker.error", { run: id, why: messageOf(error) });
        return null;
      })
      .finally(() => {
        if (this.#held.get(id)?.abort === abort) this.#held.delete(id);
      });
    const held = { abort, over };
    this.#held.set(id, held);
    return held;
  }

  /** @returns null: it was forgotten, nobody waits for it */
  async #do(id: string, task: Task, abort: AbortController): Promise<Report | null> {
    const { runs } = this.#kept;
    const epoch = runs.begin(id);
    const report = await this.#work(id, epoch, task, abort);
    if (report?.state === "ended") {
      runs.end(id, epoch, JSON.stringify(report.result), "", Date.now());
      await this.#reach("worker:recorded");
    }
    // Waiting for a model is no crash.
    if (report?.state === "no model") runs.progress(id, epoch, "");
    return report;
  }

  async #work(
    id: string,
    epoch: number,
    task: Task,
    abort: AbortController,
  ): Promise<Exclude<Report, { state: "working" }> | null> {
    const { runs } = this.#kept;
    const begun = epoch - (runs.get(id)?.progress_epoch ?? 0);
    if (begun > MOST_EPOCHS) return failedStep("it was begun again and again", false);
    const step = stepper(runs, { id, epoch }, this.#reach, () => {});
    const nothing = () => {};
    const since = runs.get(id)?.started_at ?? Date.now();
    const scope = { runId: id, since, write: nothing, at: nothing, step, signal: abort.signal };
    const late = after(this.timings.stepBudgetMs);
    try {
      const result = await Promise.race([this.work(task, scope), late.over]);
      if (result !== null) return { v: 1, state: "ended", result };
      abort.abort();
      return failedStep("it took too long", false);
    } catch (error) {
      if (abort.signal.aborted) return null;
      const fault = error instanceof ModelFailure ? error.fault : null;
      this.log("worker.fault", { run: id, fault: fault?.kind ?? "", why: messageOf(error) });
      return afterFault(fault, messageOf(error));
    } finally {
      late.cancel();
    }
  }

  /** What has become of it, at once or after a while; null: it is still being worked on. */
  async #report({ over }: Held): Promise<Report | null> {
    const late = after(this.timings.pingMs);
    const report = await Promise.race([over, late.over]);
    late.cancel();
    return report;
  }
}

/** Null after a time. */
function after(ms: number): { readonly over: Promise<null>; cancel(): void } {
  const { promise: over, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  return { over, cancel: () => clearTimeout(timer) };
}

function failed(final: string): boolean {
  return WorkerResult.parse(JSON.parse(final)).kind === "failed";
}
