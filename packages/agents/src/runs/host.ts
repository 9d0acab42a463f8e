import { DurableObject } from "cloudflare:workers";
import { Lifecycle } from "agents/lifecycle";
import { type FailPoint, failpoints, type Reach } from "../failpoint.ts";
import { type Log, logger } from "../log.ts";
import { ModelFailure } from "../model/failure.ts";
import { RememberedSql } from "../sql.ts";
import { type Timings, timings } from "../timings.ts";
import { Wakeup } from "../wakeup.ts";
import type { Failure, Past, Receipt, RunPort, Snapshot, Step } from "./protocol.ts";
import { RunFinal, RunRequest } from "./protocol.ts";
import { type RunRow, Runs } from "./rows.ts";
import { afterModelFault, MOST_EPOCHS, type ModelFault } from "./rules.ts";
import type { PoolEnv, RunScope } from "./scope.ts";
import { stepper } from "./steps.ts";
import { Waiters } from "./waiters.ts";

export type { PoolEnv, RunScope } from "./scope.ts";

interface Held {
  readonly epoch: number;
  readonly abort: AbortController;
  step?: Step;
}

/**
 * A pool object that executes runs. Level-triggered: a run is one row, every wake-up continues what is
 * running and not held. No model is awaited inside an alarm handler, and a wake-up is armed before any
 * work starts, so the object stays in memory while it works.
 */
export abstract class RunHost<E extends PoolEnv> extends DurableObject<E> implements RunPort {
  protected readonly timings: Timings;
  protected readonly log: Log;
  readonly #lifecycle: Lifecycle;
  readonly #wakeup: Wakeup;
  readonly #runs: Runs;
  readonly #reach: Reach;
  readonly #held = new Map<string, Held>();
  readonly #waiters = new Waiters();

  constructor(ctx: DurableObjectState, env: E) {
    super(ctx, env);
    this.timings = timings(env.TIMINGS);
    this.log = logger("pool", [env.ANTHROPIC_API_KEY]);
    this.#reach = failpoints(env.TRUNKLINE_FAILPOINTS);
    this.#lifecycle = Lifecycle.install(this);
    const { jobs } = this.#lifecycle;
    this.#wakeup = new Wakeup((time) => jobs.push({ id: "wake", fn: "wake", time }));
    this.#runs = new Runs(new RememberedSql(ctx.storage.sql));
  }

  /**
   * Does the work of one run. It may be called again for the same run after a crash; what it has
   * written before is then gone.
   *
   * @throws ModelFailure when the model gave no result
   */
  protected abstract execute(request: RunRequest, scope: RunScope): Promise<RunFinal>;

  /**
   * What is known of a run that has failed for good: it is more than a notice. Synchronous.
   *
   * @returns null: nothing
   */
  protected known(_runId: string): (RunFinal & { kind: "answer" }) | null {
    return null;
  }

  /** What a run has made of a long history: it was paid for, also where no answer comes of it. Synchronous. */
  protected past(_runId: string): Past {
    return {};
  }

  /**
   * What else an agent does when it is woken: reminders, retries. Synchronous.
   *
   * @returns when it wants to be woken again; null: never, and nothing of its rows is needed any more
   */
  protected chores(_now: number): number | null {
    return null;
  }

  /** Before a call from outside touches any row. */
  protected begun(): Promise<void> {
    return this.#lifecycle.start();
  }

  protected armAt(at: number): void {
    this.#wakeup.arm(at);
  }

  protected reached(point: FailPoint): Promise<void> {
    return this.#reach(point);
  }

  async start(runId: string, attempt: number, request: RunRequest): Promise<Receipt> {
    await this.#lifecycle.start();
    const row = this.#runs.get(runId);
    const failed = row?.final ? RunFinal.parse(JSON.parse(row.final)).kind === "failed" : false;
    const begins = !row || (row.attempt < attempt && failed);
    if (begins) {
      this.#runs.start(runId, attempt, JSON.stringify(RunRequest.parse(request)), Date.now());
    }
    const seq = this.#runs.get(runId)?.seq ?? 0;
    this.#continue();
    await this.#reach("run:accepted");
    if (begins) await this.#past(runId, seq);
    return { v: 1, seq, snapshot: this.#snapshot(runId) };
  }

  async attach(runId: string, afterSeq: number): Promise<Snapshot> {
    await this.#lifecycle.start();
    this.#continue();
    await this.#past(runId, afterSeq);
    return this.#snapshot(runId);
  }

  async cancel(runId: string): Promise<void> {
    await this.#lifecycle.start();
    this.#release(runId);
  }

  async settle(runId: string): Promise<void> {
    await this.#lifecycle.start();
    this.#release(runId);
    this.#runs.delete(runId);
    const idleSince = this.#runs.idleSince();
    if (idleSince === null || this.chores(Date.now()) !== null) return;
    // Nothing is kept: the alarm that guarded the work would come for nothing.
    const at = idleSince + this.timings.idleMs;
    this.#wakeup.plan({ next: at, alarm: at, until: at });
  }

  async ping(): Promise<string> {
    await this.#lifecycle.start();
    return this.env.ANTHROPIC_API_KEY ? "ok" : "ANTHROPIC_API_KEY is not set";
  }

  async abort(): Promise<void> {
    if (this.env.TRUNKLINE_FAILPOINTS) this.ctx.abort("crash test");
  }

  /** The one job: look at the rows. It never throws and awaits nothing of the network. */
  async onJob(): Promise<void> {
    this.#wakeup.fired();
    const nextPrune = this.#runs.prune(Date.now() - this.timings.keepMs);
    this.#continue();
    if (nextPrune !== null) this.#wakeup.arm(nextPrune + this.timings.keepMs + 1);
    const nextChore = this.chores(Date.now());
    if (nextChore !== null) {
      this.#wakeup.arm(nextChore);
      return;
    }
    const idleSince = this.#runs.idleSince();
    if (idleSince === null) return;
    const idleAt = idleSince + this.timings.idleMs;
    if (idleAt > Date.now()) this.#wakeup.arm(idleAt);
    else await this.#vanish();
  }

  /** Nothing has run here for a long time: the object gives its storage back. */
  async #vanish(): Promise<void> {
    await this.#lifecycle.disableAlarms();
    await this.ctx.storage.deleteAll();
    // The tables of this incarnation are gone: a later call must find a fresh one.
    this.ctx.abort("idle, storage deleted");
  }

  #snapshot(runId: string): Snapshot {
    const row = this.#runs.get(runId);
    if (!row) return { v: 1, state: "unknown", seq: 0, text: "", alive: false, final: null };
    const waiting = row.retry_at !== null && row.retry_at > Date.now();
    const held = this.#held.get(runId);
    return {
      v: 1,
      state: row.state === "ended" ? "ended" : waiting ? "waiting" : "running",
      seq: row.seq,
      text: row.text,
      alive: row.state === "ended" || waiting || held !== undefined,
      final: row.final === null ? null : RunFinal.parse(JSON.parse(row.final)),
      ...(held?.step ? { step: held.step } : {}),
      ...(waiting && row.retry_at !== null ? { retryAt: row.retry_at } : {}),
    };
  }

  #release(runId: string): void {
    const held = this.#held.get(runId);
    this.#held.delete(runId);
    const row = this.#runs.get(runId);
    if (row?.state === "running") {
      const final: RunFinal = { kind: "failed", failure: "crashed", detail: "cancelled" };
      this.#runs.end(runId, row.epoch, JSON.stringify(final), row.text, Date.now());
    }
    held?.abort.abort();
    this.#waiters.notify();
  }

  /** Starts every run that is neither held nor waiting, and arms the next look. */
  #continue(): void {
    const now = Date.now();
    for (const row of this.#runs.open()) {
      if (row.retry_at !== null && row.retry_at > now) {
        this.#wakeup.arm(row.retry_at);
        continue;
      }
      this.#wakeup.arm(now + this.timings.keepAliveMs);
      if (!this.#held.has(row.id)) this.#hold(row);
    }
  }

  #hold(row: RunRow): void {
    if (row.epoch - row.progress_epoch >= MOST_EPOCHS) {
      this.#fail(row.id, row.epoch, "crashed", "no progress");
      return;
    }
    const epoch = this.#runs.begin(row.id);
    const request = RunRequest.safeParse(JSON.parse(row.request));
    if (!request.success) {
      this.#fail(row.id, epoch, "crashed", "a request that cannot be read");
      return;
    }
    const held: Held = { epoch, abort: new AbortController() };
    this.#held.set(row.id, held);
    void this.#run(row.id, held, request.data);
  }

  async #run(runId: string, held: Held, request: RunRequest): Promise<void> {
    let text = "";
    let writtenAt = 0;
    const write = (delta: string): void => {
      const { textEveryMs, firstTextMs } = this.timings;
      // The first words wait for some company: a quick answer is over by then, and is shown once.
      if (text === "") writtenAt = Date.now() - textEveryMs + firstTextMs;
      text += delta;
      if (Date.now() - writtenAt < textEveryMs) return;
      writtenAt = Date.now();
      this.#runs.progress(runId, held.epoch, text);
      this.#waiters.notify();
    };
    const at = (step: Step): void => {
      held.step = step;
      this.#waiters.notify();
    };
    const self = { id: runId, epoch: held.epoch };
    const step = stepper(this.#runs, self, this.#reach, () => this.#waiters.notify());
    try {
      const since = this.#runs.get(runId)?.started_at ?? Date.now();
      const scope = { runId, since, write, at, step, signal: held.abort.signal };
      const final = await this.execute(request, scope);
      const whole = final.kind === "answer" ? final.text : text;
      this.#runs.end(runId, held.epoch, JSON.stringify(final), whole, Date.now());
      await this.#reach("model:recorded");
    } catch (error) {
      this.#failed(runId, held, error);
    }
    if (this.#held.get(runId) === held) this.#held.delete(runId);
    this.#waiters.notify();
    this.#continue();
  }

  #failed(runId: string, held: Held, error: unknown): void {
    const row = this.#runs.get(runId);
    if (held.abort.signal.aborted || row?.epoch !== held.epoch || row.state !== "running") return;
    const fault: ModelFault = error instanceof ModelFailure ? error.fault : { kind: "cut" };
    const detail = error instanceof Error ? error.message : "unknown";
    const cost = fault.kind === "busy" ? "refused" : "paid";
    const history = {
      waitedMs: row.waited_ms,
      paid: row.paid + (cost === "paid" ? 1 : 0),
      refused: row.refused + (cost === "refused" ? 1 : 0),
    };
    const now = Date.now();
    const verdict = afterModelFault(fault, history, now, this.timings);
    this.log("run.fault", { run: runId, fault: fault.kind, detail, verdict: verdict.do });
    if (verdict.do === "retry") {
      this.#runs.retry(runId, held.epoch, cost, now, verdict.at);
      return;
    }
    const known = this.known(runId);
    if (known) {
      const spent = { ...this.past(runId), ...this.#runs.paid(runId) };
      const final = { ...known, failure: verdict.failure, ...spent };
      this.#runs.end(runId, held.epoch, JSON.stringify(final), known.text, now);
    } else this.#fail(runId, held.epoch, verdict.failure, detail);
  }

  #fail(runId: string, epoch: number, failure: Failure, detail: string): void {
    const spent = { ...this.past(runId), ...this.#runs.paid(runId) };
    const final: RunFinal = { kind: "failed", failure, detail, ...spent };
    this.#runs.end(runId, epoch, JSON.stringify(final), "", Date.now());
    this.#waiters.notify();
  }

  /** Until a run has gone past a step, has ended, or for a sign of life. */
  async #past(runId: string, seq: number): Promise<void> {
    const row = this.#runs.get(runId);
    if (row && row.state === "running" && row.seq <= seq) {
      await this.#waiters.next(this.timings.pingMs);
    }
  }
}
