import { ModelFailure } from "../model/failure.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs, type Timings } from "../timings.ts";
import { Report, type Task, type WorkerPort, type WorkerResult } from "./worker.ts";

/** A step is tried this often in all. */
export const MOST_TRIES = 3;
/** So many calls in a row that bring no report: the worker cannot be reached. */
const MOST_LOST = 4;

export interface Call {
  /** A fresh stub each time: that of a reset object stays broken. */
  readonly worker: () => WorkerPort;
  readonly timings: Timings;
  /** When the time of the whole run is over; epoch milliseconds. */
  readonly until: number;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Waits that long, or less when the run is cancelled. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Has a step done: asks its worker until there is a result, tries again what may then succeed, and gives
 * up a worker that hangs. Called again after a crash, it finds what was done.
 *
 * @throws ModelFailure when the model is busy or refuses us: the whole run waits, or ends
 */
export async function haveDone(call: Call, task: Omit<Task, "attempt">): Promise<WorkerResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await resultOf(call, { ...task, attempt });
    if (result.kind === "done" || !result.again || attempt >= MOST_TRIES) return result;
  }
}

async function resultOf(call: Call, task: Task): Promise<WorkerResult> {
  const { timings, signal, pause } = call;
  // The worker watches its own time; this is for one that does not even do that.
  const until = Math.min(call.until, Date.now() + timings.stepBudgetMs + timings.rpcTimeoutMs);
  for (let lost = 0; ; ) {
    if (signal.aborted) throw new Error("cancelled");
    if (Date.now() > until) return { kind: "failed", why: "it took too long", again: false };
    try {
      const asked = call.worker().execute(task);
      const report = Report.parse(await withTimeout(asked, timings.rpcTimeoutMs, "execute"));
      lost = 0;
      if (report.state === "ended") return report.result;
      if (report.state === "no model") throw new ModelFailure(modelFault(report), report.detail);
    } catch (error) {
      if (error instanceof ModelFailure || signal.aborted) throw error;
      lost += 1;
      if (lost >= MOST_LOST) {
        return { kind: "failed", why: "it could not be reached", again: false };
      }
      await pause(backoffMs(lost, timings.retryFirstMs, timings.retryMostMs));
    }
  }
}

function modelFault({ fault }: Report & { state: "no model" }) {
  if (fault.kind !== "busy" || fault.retryAfterSeconds === undefined) {
    return { kind: fault.kind } as const;
  }
  return { kind: fault.kind, retryAfterSeconds: fault.retryAfterSeconds };
}
