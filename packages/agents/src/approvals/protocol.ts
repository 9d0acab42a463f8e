import * as z from "zod/mini";
import { ActorShape } from "../door/protocol.ts";

export const APPROVAL_STATES = [
  "pending",
  "approved",
  "rejected",
  "expired",
  "executing",
  "executed",
  "failed",
  "superseded",
] as const;

/** An approval as people are shown it. */
export const Card = z.object({
  v: z.literal(1),
  id: z.string(),
  /** Eight characters that a person types. */
  code: z.string(),
  state: z.enum(APPROVAL_STATES),
  title: z.string(),
  target: z.string(),
  /** Markdown. */
  preview: z.string(),
  requestedBy: z.object({ userId: z.string(), name: z.string() }),
  /** Who else has spoken to the turn that asks. */
  besides: z.optional(z.array(z.object({ userId: z.string(), name: z.string() }))),
  decidedBy: z.optional(z.object({ userId: z.string(), name: z.string() })),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  /** Why the one that it takes the place of was not carried out: its target has changed. */
  replaces: z.optional(z.string()),
  /** It was not decided for long: it is time to say so, once. */
  remind: z.optional(z.boolean()),
  /** What came of it. Markdown. */
  outcome: z.optional(z.string()),
  /** Somebody has decided elsewhere: it counts if the conversation says that he may. */
  claim: z.optional(
    z.object({
      key: z.string(),
      verdict: z.enum(["approve", "reject"]),
      by: z.object({ userId: z.string(), name: z.string() }),
    }),
  ),
});
export type Card = z.infer<typeof Card>;

/** An act that somebody should decide about. */
export const Proposal = z.object({
  v: z.literal(1),
  /** Idempotency key: the run that asks, and which of its calls. */
  key: z.string(),
  door: z.string(),
  tool: z.string(),
  input: z.unknown(),
  actor: ActorShape,
});
export type Proposal = z.infer<typeof Proposal>;

export const Proposed = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), card: Card }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type Proposed = z.infer<typeof Proposed>;

export const Verdict = z.enum(["approve", "reject"]);
export type Verdict = z.infer<typeof Verdict>;

/** A person's decision, checked for the right to make it by the conversation it was made in. */
export const Decide = z.object({
  v: z.literal(1),
  /** Idempotency key: that of the press or comment. */
  key: z.string(),
  code: z.string(),
  verdict: Verdict,
  by: ActorShape,
  /** Whoever has asked may not decide. */
  secondPerson: z.optional(z.boolean()),
  language: z.optional(z.string()),
});
export type Decide = z.infer<typeof Decide>;

export const Decided = z.discriminatedUnion("state", [
  /** This decision counts; the card has its new state. */
  z.object({ state: z.literal("accepted"), card: Card, verdict: Verdict }),
  /** Somebody has decided already, or it has expired or was superseded: nothing changes. */
  z.object({ state: z.literal("closed"), card: Card }),
  /** It was asked for elsewhere, and is decided there: the answer is told later. */
  z.object({ state: z.literal("passed"), card: Card }),
  /** Not this person's to decide: nothing changes, nothing is burnt. */
  z.object({ state: z.literal("forbidden") }),
  z.object({ state: z.literal("unknown") }),
]);
export type Decided = z.infer<typeof Decided>;

/** A step of linking one's accounts on two platforms. */
export const LinkStep = z.object({
  v: z.literal(1),
  /** Idempotency key: that of the message. */
  key: z.optional(z.string()),
  by: ActorShape,
  /** Absent: the first step, a code is made. */
  code: z.optional(z.string()),
  /** Agrees to what was said about the other side. */
  agreed: z.optional(z.boolean()),
});
export type LinkStep = z.infer<typeof LinkStep>;

const Person = z.object({ platform: z.string(), userId: z.string(), name: z.string() });

export const Linked = z.discriminatedUnion("state", [
  /** To be typed on the other platform. */
  z.object({ state: z.literal("offered"), code: z.string(), minutes: z.number() }),
  /** This side has to agree. */
  z.object({ state: z.literal("agree"), other: Person }),
  /** The other side has to do something. */
  z.object({ state: z.literal("waiting"), other: z.optional(Person) }),
  z.object({ state: z.literal("linked"), other: Person }),
  /** No such code, or it is too old, or for somebody else. */
  z.object({ state: z.literal("unknown") }),
]);
export type Linked = z.infer<typeof Linked>;

/** What a conversation and the other agents need from the approval agent of a conversation. */
export interface ApprovalPort {
  propose(proposal: Proposal): Promise<unknown>;
  decide(decision: Decide): Promise<unknown>;
  /** The open approvals of this conversation, oldest first, as {@link Card}s. */
  pending(): Promise<unknown>;
  /** One approval as a {@link Card}, or null. */
  approval(id: string): Promise<unknown>;
  /** Whoever has decided elsewhere may not decide here. */
  decline(id: string, claim: string): Promise<unknown>;
  /** The conversation has a new address, which is ours: takes over what the agent at the old one keeps. Idempotent. */
  moveFrom(old: string): Promise<unknown>;
  /** The old side of it. @returns `Carried`, see `moving.ts` */
  handOver(to: string): Promise<unknown>;
  /** @returns a {@link Linked} */
  link(step: LinkStep): Promise<unknown>;
  /** @returns whether there was a link */
  unlink(by: z.infer<typeof ActorShape>): Promise<unknown>;
}
