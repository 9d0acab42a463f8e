import { backoffMs, type Timings } from "../timings.ts";
import type { Failure } from "./protocol.ts";

/** How a call to the model went wrong. */
export type ModelFault =
  /** Refused before any work: 429, 529, 5xx. Costs nothing. */
  | { readonly kind: "busy"; readonly retryAfterSeconds?: number }
  /** No connection, or cut: what was streamed is paid. */
  | { readonly kind: "cut" }
  /** Silent for too long. */
  | { readonly kind: "silent" }
  /** The model declined to answer. */
  | { readonly kind: "refused" }
  /** 400, 413 and the like: the same request will fail again. */
  | { readonly kind: "invalid" }
  /** There is no such model. */
  | { readonly kind: "settings" }
  | { readonly kind: "credentials" }
  /** What may be spent is spent. */
  | { readonly kind: "budget" };

/** What a run has behind it. */
export interface RunHistory {
  /** Time that was spent waiting for a busy model. */
  readonly waitedMs: number;
  /** Calls that may have been paid for and gave no result. */
  readonly paid: number;
  /** Calls that were refused. */
  readonly refused: number;
}

export type Verdict =
  | { readonly do: "retry"; readonly at: number }
  | { readonly do: "fail"; readonly failure: Failure };

/** How many calls without result may be paid for. */
export const MOST_PAID = 3;
/** How many incarnations a run may have without progress. */
export const MOST_EPOCHS = 10;

/** Whether the model is asked again. `history` already counts this fault. */
export function afterModelFault(
  fault: ModelFault,
  history: RunHistory,
  now: number,
  t: Timings,
): Verdict {
  switch (fault.kind) {
    case "busy": {
      const asked = (fault.retryAfterSeconds ?? 0) * t.platformSecondMs;
      const own = backoffMs(history.refused, t.modelRetryFirstMs, t.modelRetryMostMs);
      const wait = Math.max(asked, own);
      // A wait that the model asks for is kept; one of our own making has a smaller budget.
      const most = asked > 0 ? t.workBudgetMs : t.modelBudgetMs;
      const late = history.waitedMs + wait > most;
      return late ? { do: "fail", failure: "model_busy" } : { do: "retry", at: now + wait };
    }
    case "cut":
    case "silent":
      if (history.paid >= MOST_PAID) return { do: "fail", failure: `model_${fault.kind}` };
      return { do: "retry", at: now + backoffMs(history.paid, t.retryFirstMs, t.retryMostMs) };
    case "refused":
    case "invalid":
    case "settings":
    case "credentials":
      return { do: "fail", failure: `model_${fault.kind}` };
    case "budget":
      return { do: "fail", failure: "budget" };
    default:
      return fault satisfies never;
  }
}
