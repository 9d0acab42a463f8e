import { decisionOf } from "./approval-rows.ts";
import type { Conversation } from "./conversation.ts";
import type { Baggage } from "./move.ts";
import { type Batch, REPLAYABLE } from "./schema.ts";

/**
 * Dead letters of a conversation with a new address. They stay where they died, for the operator knows them by that
 * name; what is replayed begins again where one can still write.
 */
export class Letters<C> {
  readonly #c: Conversation<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
  }

  /**
   * Repeated, it is one turn there: its messages are known by their keys, its final by its batch.
   *
   * @param to - the object at the new address
   * @returns false: nothing like it is to be replayed, here or there
   */
  async replay(batchId: string, to: string): Promise<boolean> {
    const { batches, log, name, chat } = this.#c;
    const batch = batches.get(batchId);
    if (!batch || !REPLAYABLE.includes(batch.state))
      return (await chat(to).replay(batchId)) === true;
    await chat(to).take(name, JSON.stringify(this.#letter(batch)));
    batches.end(batchId, "moved", Date.now());
    log("letter.moved", { conversation: name, batch: batchId, to });
    // Its run is settled, and the account told.
    this.#c.wake();
    return true;
  }

  #letter({ id, kind, ctx, ending, answer, seen }: Batch): Baggage {
    const { items, posts } = this.#c;
    const own = items.of(id).map(({ id: _id, batch: _batch, ...item }) => item);
    const unseen = posts.of(id).filter(({ shown }) => shown === 0);
    const parts = unseen.flatMap(({ body }) => (body === null ? [] : [body]));
    const keys = own.map(({ key }) => key);
    const isKnown = (ending === "answered" || ending === "stopped") && parts.length > 0;
    const isDecision = decisionOf(id) !== null && !isKnown;
    return {
      v: 1,
      items: own,
      finals: isKnown ? [{ id, kind, ctx, ending, answer, seen, parts, keys }] : [],
      history: [],
      approvals: { cards: [], jobs: [], decisions: isDecision ? [{ id, ctx }] : [] },
    };
  }
}
