import type { Conversation } from "./conversation.ts";
import type { Batch, Item, Post } from "./schema.ts";
import type { TurnLane } from "./turn.ts";

/** What an operator sees of one conversation. It holds what people wrote: it is for the operator only. */
export interface Inspection {
  readonly name: string;
  /** False: nobody whom the bot hears has ever spoken here, and nothing has been said. */
  readonly known: boolean;
  readonly blockedUntil: number;
  readonly pending: readonly InspectedItem[];
  readonly batches: readonly InspectedBatch[];
  readonly history: number;
  /** Bytes of this conversation's SQLite file. */
  readonly bytes: number;
}

/** One message of a person. */
export interface InspectedItem {
  readonly text: string;
  /** Who wrote it; "" when the platform does not say. */
  readonly by: string;
  /** Epoch milliseconds of its commit. */
  readonly at: number;
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
  | "outages"
  | "outage_since"
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
  readonly said: readonly InspectedItem[];
  /** Characters of the answer that have been streamed so far; 0 when nobody holds the run. */
  readonly streamed: number;
  readonly posts: readonly InspectedPost[];
};

export type InspectedPost = Pick<
  Post,
  | "key"
  | "part"
  | "role"
  | "ref"
  | "shown"
  | "visible"
  | "op"
  | "doubt_at"
  | "tries"
  | "not_before"
  | "plain"
  | "muted"
  | "state"
> & { readonly error: string | null };

const MOST_BATCHES = 20;
/** Of a long silence of the model; the others are seen when some of these are replayed or dropped. */
const MOST_LETTERS = 100;

export function inspect<C>(c: Conversation<C>, turn: TurnLane<C>): Inspection {
  const said = ({ ctx, at }: Pick<Item, "ctx" | "at">): InspectedItem => {
    const { text, userName } = c.transport.parseContext(c.platform.context(JSON.parse(ctx)));
    return { text, by: userName, at };
  };
  return {
    name: c.name,
    known: isKnown(c),
    blockedUntil: c.facts.number("blocked_until"),
    pending: c.items.pending().map(said),
    batches: listed(c).map(({ ctx: _ctx, answer: _answer, items: _ids, ...batch }) => {
      const items = c.items.of(batch.id).map(said);
      return {
        ...batch,
        held: turn.holds(batch.id),
        text: items.map(({ text }) => text),
        said: items,
        streamed: turn.streamed(batch.id).length,
        posts: c.posts.all(batch.id).map(({ ctx: _c, body: _body, ...post }) => post),
      };
    }),
    history: c.history.recent(1_000).length,
    bytes: c.history.databaseSize,
  };
}

/** A conversation that has moved away, or in which only turns were forgotten, is one all the same. */
function isKnown<C>({ batches, facts, history, items }: Conversation<C>): boolean {
  if (facts.get("forward_to") !== null || facts.get("last_ctx") !== null) return true;
  return !items.isEmpty() || batches.recent(1).length > 0 || history.recent(1).length > 0;
}

/** What happened last, and before that what an operator may replay or drop; newest first. */
function listed<C>({ batches }: Conversation<C>): Batch[] {
  const recent = batches.recent(MOST_BATCHES);
  const known = new Set(recent.map(({ id }) => id));
  const before = batches.letters.list(MOST_LETTERS).filter(({ id }) => !known.has(id));
  return [...recent, ...before];
}
