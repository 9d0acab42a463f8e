import type { Fault } from "@trunkline/transport";
import { backoffMs, type Timings } from "../timings.ts";
import { type Failed, interrupted, MOST_LOOKS, type Step } from "./delivery.ts";
import type { Batch, Post } from "./schema.ts";

/** A sign beside the final that work goes on: a reaction, or a short note that is removed again. */
export function isSign({ role }: Pick<Post, "role">): boolean {
  return role === "react" || role === "note";
}

/** How far a turn is: worked on, its final known and about to be seen, or seen. */
export type Turn = "running" | "concluded" | "over";

export function turnOf(batch: Pick<Batch, "state" | "ending"> | null): Turn {
  if (batch?.state !== "active" && batch?.state !== "waiting") return "over";
  return batch.ending === null ? "running" : "concluded";
}

/**
 * What a sign needs next. A reaction is made once; it can be made twice without harm. A note stands there
 * until its turn is over, and says what is new where it can be changed; one whose creation is in doubt is
 * looked for before it is made again, or forgotten.
 *
 * @param turn - how far the turn is that the sign belongs to
 * @param can - what the platform can do with it
 */
export function nextSign(
  post: Post,
  turn: Turn,
  now: number,
  t: Timings,
  can: { readonly edit: boolean; readonly find: boolean },
): Step {
  const over = turn === "over";
  if (post.state !== "open") return { do: "nothing" };
  if (post.not_before > now) return { do: "wait", until: post.not_before };
  if (post.role === "react") return over ? { do: "end", state: "done" } : { do: "react" };
  if (over && post.ref !== null) return { do: "delete" };
  if (over && post.doubt_at === null) return { do: "end", state: "done" };
  if (!over) {
    // Once the final is known anything new would come too late.
    if (turn !== "running") return { do: "nothing" };
    if (post.ref !== null) {
      return can.edit && post.shown === 0 ? { do: "edit" } : { do: "nothing" };
    }
    if (post.doubt_at === null) return { do: "send", what: "content" };
    // Whoever cannot look would make a second one.
    if (!can.find) return { do: "nothing" };
  }
  const settled = (post.doubt_at ?? now) + t.settleMs * (post.looks + 1);
  return settled > now ? { do: "wait", until: settled } : { do: "find" };
}

/** What a fault of the call in flight means for a sign: it never holds an answer up, and is given up soon. */
export function failedSign(post: Post, fault: Fault, now: number, t: Timings): Failed {
  const tries = post.tries + 1;
  const error = `${fault.kind}: ${fault.message}`;
  const later = now + backoffMs(tries, t.retryFirstMs, t.retryMostMs);
  const after = (fault.retryAfterSeconds ?? 0) * t.platformSecondMs;
  const not_before = Math.max(later, now + after);
  // A note that stands there must go, whatever is said: it is tried as long as an answer would be.
  const leaving = post.role === "note" && post.op === "delete" && fault.kind !== "gone";
  const passing =
    fault.kind === "rate_limited" || fault.kind === "transient" || fault.kind === "uncertain";
  const most = leaving ? Number.POSITIVE_INFINITY : MOST_LOOKS;
  const patience = now - post.due_from <= t.deliveryBudgetMs;
  if (
    (passing || leaving) &&
    patience &&
    (tries <= most || post.doubt_at !== null || post.op === "send")
  ) {
    const doubt = fault.kind === "uncertain" ? interrupted(post, "look-back", now) : {};
    return { do: "retry", patch: { ...doubt, op: null, error, tries, not_before } };
  }
  // What stands there stays as it is: it still has to go in the end.
  if (post.op === "edit" && fault.kind !== "gone") {
    return { do: "retry", patch: { op: null, error, shown: 1, tries: 0 } };
  }
  const state = fault.kind === "gone" ? "done" : "failed";
  return { do: "retry", patch: { op: null, error, state } };
}
