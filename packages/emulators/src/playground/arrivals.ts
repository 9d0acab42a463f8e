import type { Unasked } from "./books.ts";
import type { Conversation, Item } from "./inspection.ts";

/**
 * Remembers when messages came that had to wait for a permission: the row of an admitted message has the
 * time of its admission.
 */
export class Arrivals {
  readonly #came = new Map<string, Unasked>();
  /** Which of them became the message that was admitted at a time. */
  readonly #admitted = new Map<string, number>();

  note(unasked: readonly Unasked[]): void {
    for (const one of unasked) this.#came.set(one.key, one);
  }

  /** The same conversation with the times at which its messages came. */
  in(seen: Conversation): Conversation {
    const batches = seen.batches.map((batch) => ({
      ...batch,
      said: batch.said.map((item) => this.#timed(item)),
    }));
    return { ...seen, pending: seen.pending.map((item) => this.#timed(item)), batches };
  }

  #timed(item: Item): Item {
    const came = [...this.#came.values()].find(
      ({ key, text, by, at }) =>
        (text ?? "") === item.text &&
        (by === null || by === item.by) &&
        at <= item.at &&
        (this.#admitted.get(key) ?? item.at) === item.at,
    );
    if (!came) return item;
    this.#admitted.set(came.key, item.at);
    return { ...item, at: came.at, known: item.at };
  }
}
