import * as z from "zod/mini";
import { Card, Verdict } from "../approvals/protocol.ts";

/**
 * The Run protocol: what a conversation and a pool object say to each other. Payloads are additive and
 * carry a version, because two Workers never deploy at the same instant. Every answer is parsed by the
 * side that receives it.
 */

/** One turn of a conversation. */
export const Turn = z.object({
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  /** Of a turn of the history: where it ends there, for {@link RunFinal}'s summary. */
  n: z.optional(z.number()),
});
export type Turn = z.infer<typeof Turn>;

/** A file for the model. `data` is base64. */
export const Attached = z.object({
  as: z.enum(["image", "pdf", "text"]),
  name: z.string(),
  mime: z.string(),
  data: z.string(),
});
export type Attached = z.infer<typeof Attached>;

/** A text by somebody, with what is known of its author. */
export const Piece = z.object({
  what: z.string(),
  author: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  trust: z.enum(["owner", "member", "untrusted"]),
  text: z.string(),
});

/** What a text rests on: words of strangers, data that is not for everybody. */
export const Rests = z.object({ untrusted: z.boolean(), private: z.boolean() });

export const RunRequest = z.object({
  v: z.number(),
  /** Full name of the conversation; an id for logs and journals. */
  conversation: z.string(),
  /** History first; the current batch is the last user turn. */
  turns: z.array(Turn),
  /** What was said before the first turn, in short. */
  summary: z.optional(z.string()),
  /** Where the first turn begins in the history: what stands before it is in the summary, or in nothing. */
  first: z.optional(z.number()),
  /** What the history and its summary rest on. */
  seen: z.optional(Rests),
  /** The model has declined to put them in short a while ago: it is not asked again. */
  whole: z.optional(z.boolean()),
  /** Nobody wants an answer: the turns are to be put in short. */
  only: z.optional(z.literal("summary")),
  /** The turn that this run is a part of; absent: it is one itself. */
  turn: z.optional(z.string()),
  /** Lower-case name of the platform, for output rules. */
  platform: z.string(),
  language: z.optional(z.string()),
  /** What stands around the current batch, as the platform tells it; it is shown right before it. */
  around: z.optional(z.array(Piece)),
  /** How the platform shows what people write: where it renders Markdown, a part of a text may be hidden. */
  markup: z.optional(z.enum(["markdown", "none"])),
  /** Files of the current batch. */
  attached: z.optional(z.array(Attached)),
  /** Who asks: the author of the newest message, and the others who have spoken to this turn. */
  from: z.optional(
    z.object({
      ...{ userId: z.string(), name: z.string(), private: z.boolean() },
      with: z.optional(z.array(z.object({ userId: z.string(), name: z.string() }))),
    }),
  ),
  /** Somebody has decided about an approval of this conversation: the run carries it out. */
  decision: z.optional(z.object({ approval: z.string(), verdict: Verdict })),
});
export type RunRequest = z.infer<typeof RunRequest>;

/** Tokens that were paid for. */
export const Usage = z.object({
  model: z.string(),
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/** Why a run has no answer; each has a sentence in the notices. */
export const Failure = z.enum([
  "model_busy",
  "model_cut",
  "model_silent",
  "model_refused",
  "model_invalid",
  "model_settings",
  "model_credentials",
  "budget",
  "crashed",
]);
export type Failure = z.infer<typeof Failure>;

/** One that only a newer version knows is a crash. Not `z.catch`: it brings all of zod's tools, 8 KB, into every Worker. */
const KnownFailure = z.pipe(
  z.unknown(),
  z.transform((value): Failure => Failure.safeParse(value).data ?? "crashed"),
);

/** What has become of a long history. */
const Past = {
  /** From one row up to another in short, to be kept in its place. */
  summary: z.optional(
    z.object({ upTo: z.number(), text: z.string(), from: z.optional(z.number()) }),
  ),
  /** The model has declined to put it in short. */
  declined: z.optional(z.boolean()),
};

export const RunFinal = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("answer"),
    text: z.string(),
    /** The model stopped at its own limit. */
    cut: z.optional(z.boolean()),
    usage: z.optional(Usage),
    ...Past,
    /** What the answer rests on. */
    seen: z.optional(Rests),
    /** Why it is not all: what was known before this happened. */
    failure: z.optional(KnownFailure),
    /** The answer is a card that asks for a decision. */
    approval: z.optional(Card),
  }),
  z.object({
    kind: z.literal("failed"),
    failure: KnownFailure,
    detail: z.string(),
    /** What was paid for all the same. */
    usage: z.optional(Usage),
    ...Past,
  }),
]);
export type RunFinal = z.infer<typeof RunFinal>;
export type Past = Pick<RunFinal, "summary" | "declined">;

/** What {@link RunPort.attach} sees. `unknown`: there is no such run, start it. */
export const Snapshot = z.object({
  v: z.number(),
  state: z.enum(["running", "waiting", "ended", "unknown"]),
  /** Grows with every recorded step; the caller's proof of progress. */
  seq: z.number(),
  /** The text so far. */
  text: z.string(),
  /** A sign of life: the run is held in memory or waits for a later time. */
  alive: z.boolean(),
  final: z.nullable(RunFinal),
  /** What the run is at: the `n`th of `of` steps. */
  step: z.optional(z.object({ n: z.number(), of: z.number(), what: z.string() })),
  /** While it waits: when the model is asked again. Epoch milliseconds. */
  retryAt: z.optional(z.number()),
});
export type Snapshot = z.infer<typeof Snapshot>;
export type Step = NonNullable<Snapshot["step"]>;

/** What {@link RunPort.start} answers. */
export const Receipt = z.object({
  v: z.number(),
  seq: z.number(),
  /** What an {@link RunPort.attach} right after it would see. */
  snapshot: z.optional(Snapshot),
});
export type Receipt = z.infer<typeof Receipt>;

/** What a conversation needs from an agent of the pool. Answers are parsed with the schemas above. */
export interface RunPort {
  /**
   * Idempotent by run id and attempt. A higher attempt starts a run again that has failed; one that
   * still runs goes on, and a recorded answer is never asked for twice. Of a run that begins it returns like
   * {@link attach}: at its first step, or at a sign of life.
   */
  start(runId: string, attempt: number, request: RunRequest): Promise<unknown>;
  /** Returns at the next step after `afterSeq`, at a sign of life, or at the final. */
  attach(runId: string, afterSeq: number): Promise<unknown>;
  cancel(runId: string): Promise<unknown>;
  /** The final has been delivered: the run is deleted. */
  settle(runId: string): Promise<unknown>;
  ping(): Promise<unknown>;
  /**
   * Crash tests only: resets the object as a fault of the platform would.
   *
   * @param side - `workers`: those that work for it, instead
   */
  abort(side?: string): Promise<unknown>;
}
