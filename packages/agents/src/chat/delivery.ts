import { type Fault, passes, type Tier } from "@trunkline/transport";
import { backoffMs, type Timings } from "../timings.ts";
import type { PostPatch } from "./posts.ts";
import type { Post } from "./schema.ts";

/** The next call for one message of ours. */
export type Step =
  | { readonly do: "nothing" }
  | { readonly do: "wait"; readonly until: number }
  /** Create it. `placeholder`: without content, which follows by edit. */
  | { readonly do: "send"; readonly what: "placeholder" | "content" }
  | { readonly do: "edit" }
  /** Look whether a create of unknown outcome has happened. */
  | { readonly do: "find" }
  | { readonly do: "ack" }
  | { readonly do: "react" }
  | { readonly do: "delete" }
  | { readonly do: "end"; readonly state: "done" | "uncertain" };

/** How many times we look before we create again. */
export const MOST_LOOKS = 2;

/**
 * What a message needs next, by what the transport can do (see the promises in README):
 *
 * - `edit-only`: a create never carries content, so repeating it doubles nothing;
 * - `look-back`: a create of unknown outcome is looked for, twice, after the settle time;
 * - `at-most-once`: a create of unknown outcome ends `uncertain`.
 *
 * Replies beside the batches are sent at most once, whatever the tier.
 *
 * @param fresh - progress text that waits to be shown; only before the final
 * @param editable - whether a message can be changed; otherwise another one is created
 */
export function nextStep(
  post: Post,
  tier: Tier,
  fresh: boolean,
  now: number,
  t: Timings,
  editable = tier !== "at-most-once",
): Step {
  if (post.state !== "open") return { do: "nothing" };
  if (post.not_before > now) return { do: "wait", until: post.not_before };
  if (post.role === "ack") return { do: "ack" };
  const final = post.body !== null;
  // Progress was refused: the next thing to be seen is the final.
  if (!final && post.muted === 1) return { do: "nothing" };
  if (post.ref === null) return create(post, tier, final, now, t);
  if (!final) return fresh && editable ? { do: "edit" } : { do: "nothing" };
  if (post.shown === 0) return editable ? { do: "edit" } : create(post, tier, final, now, t);
  if (post.doubt_at === null) return { do: "end", state: "done" };
  const settled = post.doubt_at + t.settleMs;
  return settled > now ? { do: "wait", until: settled } : { do: "edit" };
}

function create(post: Post, tier: Tier, final: boolean, now: number, t: Timings): Step {
  if (post.role === "reply") {
    return post.doubt_at === null
      ? { do: "send", what: "content" }
      : { do: "end", state: "uncertain" };
  }
  switch (tier) {
    case "edit-only":
      return { do: "send", what: "placeholder" };
    case "look-back": {
      if (!final) return { do: "nothing" };
      if (post.doubt_at === null) return { do: "send", what: "content" };
      const settled = post.doubt_at + t.settleMs * (post.looks + 1);
      return settled > now ? { do: "wait", until: settled } : { do: "find" };
    }
    case "at-most-once":
      if (!final) return { do: "nothing" };
      return post.doubt_at === null
        ? { do: "send", what: "content" }
        : { do: "end", state: "uncertain" };
    default:
      return tier satisfies never;
  }
}

/** What a call in flight leaves behind when its outcome is unknown: an intent without a result. */
export function interrupted(post: Post, tier: Tier, now: number): PostPatch {
  switch (post.op) {
    case null:
      return {};
    case "ack":
      return { op: null, state: "uncertain" };
    case "react":
    case "delete":
      // Twice is as good as once.
      return { op: null };
    case "edit":
      return { op: null, doubt_at: now };
    case "send":
      // A placeholder may now stand there alone; it holds no content.
      return tier === "edit-only" && post.role === "final"
        ? { op: null }
        : { op: null, doubt_at: now, looks: 0 };
    default:
      return post.op satisfies never;
  }
}

/** A successful call. @param final - the call carried what must be seen in the end */
export function succeeded(post: Post, final: boolean, now: number, t: Timings): PostPatch {
  const clean: PostPatch = { op: null, tries: 0, not_before: 0 };
  // A create proves nothing about the text that follows; an edit does.
  if (!final) return post.op === "edit" ? { ...clean, refusals: 0 } : clean;
  const settled = post.doubt_at !== null && post.doubt_at + t.settleMs <= now;
  // Not yet done: whoever sees it open and shown ends its batch, also after a crash right here.
  return { ...clean, refusals: 0, shown: 1, ...(settled ? { doubt_at: null } : {}) };
}

/** A find that has answered. */
export function looked(post: Post, ref: string | null): PostPatch {
  if (ref !== null) return { ref, shown: 1, doubt_at: null, looks: 0 };
  const looks = post.looks + 1;
  return looks >= MOST_LOOKS ? { doubt_at: null, looks: 0 } : { looks };
}

export type Failed =
  /** Try again as patched. */
  | { readonly do: "retry"; readonly patch: PostPatch }
  /** The platform does not let us write there, for good. */
  | { readonly do: "undeliverable"; readonly patch: PostPatch }
  /** The platform does not take this text: a notice is said instead. */
  | { readonly do: "refused"; readonly patch: PostPatch }
  /** Cut it into smaller parts, then try again. */
  | { readonly do: "divide"; readonly patch: PostPatch };

/** Refusals of one call before it is given up. */
export const MOST_REFUSALS = 4;

/** What a fault of the call in flight means for the message. */
export function failed(post: Post, fault: Fault, tier: Tier, now: number, t: Timings): Failed {
  const tries = post.tries + 1;
  const refusals = post.refusals + 1;
  const later = now + backoffMs(Math.max(tries, refusals), t.retryFirstMs, t.retryMostMs);
  const error = `${fault.kind}: ${fault.message}`;
  const retry = (patch: PostPatch): Failed => ({
    do: "retry",
    patch: { op: null, error, ...patch },
  });
  if (post.role !== "final" && fault.kind !== "rate_limited" && fault.kind !== "transient") {
    const state = fault.kind === "uncertain" ? "uncertain" : "failed";
    return retry({ state });
  }
  if (now - post.due_from > t.deliveryBudgetMs) return givenUp(post, fault, error, tier, now);
  if (post.body === null && !passes(fault)) {
    // Only progress: the work goes on, and its final will find out what is allowed.
    return retry({ muted: 1, ...(fault.kind === "gone" ? { ref: null, visible: 0 } : {}) });
  }
  switch (fault.kind) {
    case "rate_limited": {
      // A platform that says 0 is not asked again at once.
      const wait = Math.max(1, fault.retryAfterSeconds ?? 1) * t.platformSecondMs;
      return retry({ tries, not_before: now + wait });
    }
    case "transient":
      return retry({ tries, not_before: later });
    case "uncertain":
      return retry({ ...interrupted(post, tier, now), tries, not_before: later });
    case "gone":
      // The message was deleted under us: the next step creates it again.
      return post.op === "edit" && refusals <= MOST_REFUSALS
        ? retry({ ref: null, shown: 0, visible: 0, refusals, not_before: later, doubt_at: null })
        : undeliverable(error);
    case "bad_target":
      // First without the message it answers, then without the thread.
      return post.unthreaded >= 2 ? refused(error) : retry({ unthreaded: post.unthreaded + 1 });
    case "rejected_markup":
      return post.plain ? refused(error) : retry({ plain: 1 });
    case "too_long":
      return refusals > MOST_REFUSALS
        ? refused(error)
        : { do: "divide", patch: { op: null, refusals, error } };
    case "unauthorized":
      return retry({ not_before: now + t.unauthorizedMs });
    case "moved":
      // The object at the new address takes over; meanwhile nothing is sent here.
      return retry({ tries, not_before: later });
    case "forbidden":
      return undeliverable(error);
    case "invalid":
      return refusals >= MOST_REFUSALS
        ? refused(error)
        : retry({ plain: 1, refusals, not_before: later });
    default:
      return fault.kind satisfies never;
  }
}

/** Out of time. A create of unknown outcome stays in doubt, so that a replay looks before it creates. */
function givenUp(post: Post, fault: Fault, error: string, tier: Tier, now: number): Failed {
  const doubt = fault.kind === "uncertain" ? interrupted(post, tier, now) : {};
  const state = fault.kind === "uncertain" && tier === "at-most-once" ? "uncertain" : "failed";
  return { do: "undeliverable", patch: { ...doubt, op: null, state, error } };
}

function refused(error: string): Failed {
  return { do: "refused", patch: { op: null, state: "failed", error } };
}

function undeliverable(error: string): Failed {
  return { do: "undeliverable", patch: { op: null, state: "failed", error } };
}
