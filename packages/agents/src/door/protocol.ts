import * as z from "zod/mini";

/**
 * What the pool says to a door, and what a door answers. A door is the entrypoint of the Worker that
 * holds a platform's token: it alone reads, acts and speaks there. Payloads are additive and carry a
 * version; whoever receives one parses it.
 */

/** For whom: the person that asked, in the conversation where it was asked. */
export const ActorShape = z.object({
  conversation: z.string(),
  platform: z.string(),
  userId: z.string(),
  userName: z.string(),
  /** Who else has spoken to the same turn: any of them may have wanted it, so all of them must be allowed to. */
  with: z.optional(z.readonly(z.array(z.object({ userId: z.string(), userName: z.string() })))),
});

/** A tool as a door describes it. */
export const DoorTool = z.object({
  name: z.string().check(z.regex(/^[a-z][a-z0-9_]{0,63}$/)),
  about: z.string(),
  schema: z.record(z.string(), z.unknown()),
  effect: z.enum(["read", "approve"]),
  trust: z.enum(["owner", "member", "untrusted"]),
  private: z.boolean(),
});
export type DoorTool = z.infer<typeof DoorTool>;

/** Which tools stand behind a door. */
export const DoorDescription = z.object({ v: z.literal(1), tools: z.array(DoorTool) });
export type DoorDescription = z.infer<typeof DoorDescription>;

/** A look. */
export const Query = z.object({
  v: z.literal(1),
  tool: z.string(),
  /** As the model wrote it; parsed by the tool. */
  input: z.unknown(),
  actor: ActorShape,
});
export type Query = z.infer<typeof Query>;

/** What a look has found, or why there is nothing. Errors are data. */
export const ReadAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), text: z.string(), source: z.optional(z.string()) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type ReadAnswer = z.infer<typeof ReadAnswer>;

/** What an act would do, as far as it can be told now. Nothing has happened yet. */
export const Preview = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    /** One line: "Merge pull request #7 into main". */
    title: z.string(),
    /** Where: "owner/repository#7". */
    target: z.string(),
    /** Markdown: the text to be posted, the diff, what will be gone. */
    preview: z.string(),
    /** The input in its canonical form, defaults filled in: exactly this is run. */
    input: z.unknown(),
    /** What must still be so when it runs, e.g. the head SHA; empty where nothing can change. */
    state: z.string(),
  }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type Preview = z.infer<typeof Preview>;

/** An approved act. Repeated with the same key, it happens once. */
export const Intent = z.object({
  v: z.literal(1),
  /** Idempotency key: the approval's id. */
  key: z.string(),
  tool: z.string(),
  input: z.unknown(),
  state: z.string(),
  /** Of tool, input and state: what was shown is what runs. */
  hash: z.string(),
  actor: ActorShape,
  /** When somebody has agreed to it, in epoch milliseconds: older than what is remembered here, it is not begun. */
  decidedAt: z.optional(z.number()),
});
export type Intent = z.infer<typeof Intent>;

/** What became of an act, as the ledger knows it. */
export const ActAnswer = z.discriminatedUnion("state", [
  /** It has happened, now or at an earlier try with this key. */
  z.object({ state: z.literal("done"), text: z.string(), source: z.optional(z.string()) }),
  /** The target is not what was shown: nothing has happened. */
  z.object({ state: z.literal("changed"), why: z.string() }),
  /**
   * Not allowed, not there, refused by the platform: nothing has happened, and it will not. Unless
   * `unknown`: it may have happened, nobody could tell in a day, and it is not tried again.
   */
  z.object({ state: z.literal("refused"), why: z.string(), unknown: z.optional(z.boolean()) }),
  /** Nothing is known yet, or the platform asks to wait: ask again with the same key. */
  z.object({ state: z.literal("again"), afterMs: z.number(), why: z.string() }),
]);
export type ActAnswer = z.infer<typeof ActAnswer>;

/** Something to be said in a conversation without having been asked; once for each key. */
export const Tell = z.object({
  v: z.literal(1),
  key: z.string(),
  conversation: z.string(),
  event: z.discriminatedUnion("kind", [
    /** Markdown, as a message of its own. */
    z.object({ kind: z.literal("say"), text: z.string() }),
    /** An approval that was asked for here has a new state. */
    z.object({ kind: z.literal("approval"), approval: z.string() }),
  ]),
});
export type Tell = z.infer<typeof Tell>;

export const Told = z.discriminatedUnion("ok", [
  /** Committed, now or before. */
  z.object({ ok: z.literal(true) }),
  /** It cannot be said there; another try changes nothing. */
  z.object({ ok: z.literal(false), error: z.string() }),
]);
export type Told = z.infer<typeof Told>;

/** The entrypoint `Door` of an app. Answers are parsed by the caller with the schemas above. */
export interface DoorPort {
  /** The tools that exist here. */
  describe(): Promise<unknown>;
  read(query: Query): Promise<unknown>;
  /** What an act would do. */
  preview(query: Query): Promise<unknown>;
  act(intent: Intent): Promise<unknown>;
  /** @returns {@link Told} once the conversation has committed it. @throws when it could not: tell it again */
  tell(tell: Tell): Promise<unknown>;
}
