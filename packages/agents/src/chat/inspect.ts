import type { Conversation } from "./conversation.ts";
import type { Batch, Post } from "./schema.ts";
import type { TurnLane } from "./turn.ts";

/** What an operator sees of one conversation. It holds what people wrote: it is for the operator only. */
export interface Inspection {
  readonly name: string;
  readonly blockedUntil: number;
  readonly pending: readonly { readonly text: string; readonly at: number }[];
  readonly batches: readonly InspectedBatch[];
  readonly history: number;
  /** Bytes of this conversation's SQLite file. */
  readonly bytes: number;
}

export type InspectedBatch = Pick<
  Batch,
  | "id"
  | "n"
  | "state"
  | "kind"
  | "attempt"
  | "epoch"
  | "failures"
  | "stalls"
  | "seq"
  | "evidence_at"
  | "retry_at"
  | "ending"
  | "error"
  | "route"
  | "usage"
  | "created_at"
  | "started_at"
  | "ended_at"
> & {
  readonly held: boolean;
  readonly text: readonly string[];
  readonly posts: readonly InspectedPost[];
};

export type InspectedPost = Pick<
  Post,
  "key" | "part" | "role" | "ref" | "shown" | "op" | "doubt_at" | "tries" | "not_before" | "state"
> & { readonly error: string | null };

const MOST_BATCHES = 20;

export function inspect<C>(c: Conversation<C>, turn: TurnLane<C>): Inspection {
  const text = (ctx: string) => c.transport.parseContext(c.platform.context(JSON.parse(ctx))).text;
  return {
    name: c.name,
    blockedUntil: c.facts.number("blocked_until"),
    pending: c.items.pending().map(({ ctx, at }) => ({ text: text(ctx), at })),
    batches: c.batches.recent(MOST_BATCHES).map(({ ctx: _ctx, answer: _answer, ...batch }) => ({
      ...batch,
      held: turn.holds(batch.id),
      text: c.items.of(batch.id).map(({ ctx }) => text(ctx)),
      posts: c.posts.all(batch.id).map(({ ctx: _c, body: _body, ...post }) => post),
    })),
    history: c.history.recent(1_000).length,
    bytes: c.history.databaseSize,
  };
}
