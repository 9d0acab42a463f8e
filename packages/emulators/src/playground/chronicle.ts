import type { Conversation } from "./inspection.ts";
import { type Moment, news } from "./timeline.ts";

/** What the looks at one conversation have told so far, batch by batch. */
export class Chronicle {
  readonly #told = new Map<string, Moment[]>();
  #last: Conversation | null = null;

  /** @param now - of this look */
  note(seen: Conversation, now: number): void {
    for (const batch of seen.batches) {
      const before = this.#last?.batches.find(({ id }) => id === batch.id);
      const told = this.#told.get(batch.id) ?? [];
      this.#told.set(batch.id, [...told, ...news(before, batch, now)]);
    }
    const known = new Set(seen.batches.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!known.has(id)) this.#told.delete(id);
    this.#last = seen;
  }

  of(batch: string): readonly Moment[] {
    return this.#told.get(batch) ?? [];
  }
}
