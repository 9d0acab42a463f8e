import type { Timings } from "../timings.ts";
import type { Batch } from "./schema.ts";

export const MOST_FAILURES = 3;
export const MOST_STALLS = 3;
export const MOST_EPOCHS = 10;

export type Verdict =
  /** Nothing to run: the final is there, or the batch is not active. */
  | { readonly do: "nothing" }
  | { readonly do: "wait"; readonly until: number }
  /** Its runner is held and has shown signs of life. */
  | { readonly do: "watch"; readonly until: number }
  /** Nobody holds it: go on at once. */
  | { readonly do: "resume" }
  /** Held, but silent: attach again with a fresh runner. */
  | { readonly do: "stalled" }
  | { readonly do: "give-up"; readonly why: string };

type Alive = Pick<
  Batch,
  | "state"
  | "ending"
  | "failures"
  | "epoch"
  | "progress_epoch"
  | "retry_at"
  | "evidence_at"
  | "began_at"
>;

/** Whether work on a batch goes on. @param held - this incarnation holds its runner */
export function judge(batch: Alive, held: boolean, now: number, t: Timings): Verdict {
  if (batch.state !== "active" || batch.ending !== null) return { do: "nothing" };
  if (batch.failures >= MOST_FAILURES) return { do: "give-up", why: "three failures" };
  if (batch.epoch - batch.progress_epoch >= MOST_EPOCHS) {
    return { do: "give-up", why: "ten incarnations without progress" };
  }
  if (batch.retry_at !== null && batch.retry_at > now) return { do: "wait", until: batch.retry_at };
  // Downtime is no work: the budget runs only while somebody works.
  if (!held) return { do: "resume" };
  if (now - batch.began_at > t.workBudgetMs) {
    return { do: "give-up", why: "the work budget is used up" };
  }
  const until = batch.evidence_at + t.evidenceMs;
  return until <= now ? { do: "stalled" } : { do: "watch", until };
}
