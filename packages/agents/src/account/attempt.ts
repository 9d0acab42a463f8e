import { type Fault, passes } from "@trunkline/transport";
import { backoffMs, type Timings } from "../timings.ts";

/** How far an act has come; what is not said here is in its answer. */
export type Attempt = {
  /** 1: a try is in flight. Found set without its runner: its outcome is unknown. */
  readonly op: number;
  /** When an outcome became unknown that may still take effect. */
  readonly doubt_at: number | null;
  /** Look-backs since then. */
  readonly looks: number;
  /** Whether an outcome was ever unknown: then a refusal proves nothing before another look. */
  readonly doubted: number;
  /** Failures in a row: how long to wait. */
  readonly tries: number;
  readonly not_before: number;
  /** When the intent was written. */
  readonly at: number;
};

/** What changes; a name that is absent stays. */
export type AttemptPatch = Partial<Omit<Attempt, "at">>;

export type ActStep =
  | { readonly do: "wait"; readonly until: number }
  /** Has it happened? */
  | { readonly do: "look" }
  | { readonly do: "run" }
  /** A day of trying is enough. */
  | { readonly do: "give-up" };

/** So often we look before we act again. */
const MOST_LOOKS = 2;

/** What an act needs next that has no answer yet. */
export function nextAct(row: Attempt, now: number, t: Timings): ActStep {
  if (row.not_before > now) return { do: "wait", until: row.not_before };
  const end = row.at + t.deliveryBudgetMs;
  if (row.doubt_at === null) return { do: now > end ? "give-up" : "run" };
  // A day may have passed while nobody was there to ask: what may have happened is looked for, and not made again.
  if (now > end && row.not_before > end) return { do: "give-up" };
  const settled = row.doubt_at + t.settleMs * (row.looks + 1);
  return settled > now ? { do: "wait", until: settled } : { do: "look" };
}

/** The object was reset while a try was in flight. */
export function interruptedAct(row: Attempt, now: number): AttemptPatch {
  return row.op === 0 ? {} : { op: 0, ...doubt(now) };
}

/** A look that has found nothing. */
export function notFound(row: Attempt): AttemptPatch {
  const looks = row.looks + 1;
  return looks >= MOST_LOOKS
    ? { looks: 0, doubt_at: null, tries: 0 }
    : { looks, tries: 0, not_before: 0 };
}

/**
 * A try or a question that has failed.
 *
 * @param during - `ask`: nothing can have happened by it
 * @returns null: the same again will fail again
 */
export function failedAct(
  row: Attempt,
  fault: Fault,
  during: "run" | "ask",
  now: number,
  t: Timings,
): AttemptPatch | null {
  // An address that has moved was shown to nobody: whoever decided has to see the new one.
  const passing = passes(fault) && fault.kind !== "moved";
  // What may have happened is not refused because it cannot be seen.
  const inDoubt = during === "ask" && row.doubt_at !== null;
  if (!passing && !inDoubt) return null;
  const tries = row.tries + 1;
  const backoff = backoffMs(tries, t.retryFirstMs, t.retryMostMs);
  const told = (fault.retryAfterSeconds ?? 0) * t.platformSecondMs;
  const credentials = fault.kind === "unauthorized" ? t.unauthorizedMs : 0;
  const patch = { op: 0, tries, not_before: now + Math.max(backoff, told, credentials) };
  if (during === "run" && fault.kind === "uncertain") return { ...patch, ...doubt(now) };
  return patch;
}

function doubt(now: number): AttemptPatch {
  return { doubt_at: now, looks: 0, doubted: 1 };
}
