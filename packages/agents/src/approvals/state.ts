import type { APPROVAL_STATES } from "./protocol.ts";

export type ApprovalState = (typeof APPROVAL_STATES)[number];

export const APPROVAL_EVENTS = [
  /** A person who may decide has decided. */
  "approve",
  "reject",
  /** Nobody has decided in time. */
  "expire",
  /** The run that carries it out has begun. */
  "execute",
  /** What the door said in the end. */
  "done",
  "refuse",
  "change",
] as const;
export type ApprovalEvent = (typeof APPROVAL_EVENTS)[number];

/** What is not in it changes nothing. */
const TABLE: Readonly<
  Record<ApprovalState, Readonly<Partial<Record<ApprovalEvent, ApprovalState>>>>
> = {
  pending: { approve: "approved", reject: "rejected", expire: "expired" },
  // Once somebody has agreed it does not expire: what carries it out may have to wait for a platform.
  approved: { execute: "executing" },
  executing: { done: "executed", refuse: "failed", change: "superseded" },
  rejected: {},
  expired: {},
  executed: {},
  failed: {},
  superseded: {},
};

/** The state after an event. @returns null: the event changes nothing */
export function transition(state: ApprovalState, event: ApprovalEvent): ApprovalState | null {
  return TABLE[state][event] ?? null;
}

/** Nothing will happen to it any more. */
export function isOver(state: ApprovalState): boolean {
  return Object.keys(TABLE[state]).length === 0;
}

/** As much of an approval as a decision depends on. */
export interface Decidable {
  readonly state: ApprovalState;
  readonly expiresAt: number;
  /** Of the decision that counted. */
  readonly decidedKey: string | null;
  /** Whoever has asked, or may have. */
  readonly requesters: readonly { readonly platform: string; readonly userId: string }[];
}

/** As much of a decision as counts. */
export interface Deciding {
  readonly key: string;
  readonly by: { readonly platform: string; readonly userId: string };
  /** Whoever has asked may not decide. */
  readonly secondPerson: boolean;
}

/**
 * - `decide`: it counts;
 * - `repeat`: it has counted already, at an earlier try;
 * - `closed`: somebody was faster, or it is too late;
 * - `forbidden`: not this person's; nothing is burnt.
 */
export type Ruling = "decide" | "repeat" | "closed" | "forbidden";

export function ruled(approval: Decidable, decision: Deciding, now: number): Ruling {
  if (approval.decidedKey !== null && approval.decidedKey === decision.key) return "repeat";
  const { userId, platform } = decision.by;
  const own = approval.requesters.some((one) => one.userId === userId && one.platform === platform);
  if (decision.secondPerson && own) return "forbidden";
  if (approval.state !== "pending" || approval.expiresAt <= now) return "closed";
  return "decide";
}
