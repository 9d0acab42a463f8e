import { type Books, Entries, NO_ENTRIES } from "./books.ts";
import { Journal } from "./work.ts";

/** What an agent records is gone again soon after its answer is delivered. */
const EVERY_MS = 100;

export interface ReadingOptions {
  /** Null: they cannot be read. */
  readonly books: Books | null;
  /** Full name of the conversation; null: it has not begun. */
  readonly name: () => string | null;
  /** Is anything being done there, and somebody looking? Then it is worth reading often. */
  readonly busy: () => boolean;
  /** There was something new. */
  readonly onNews: () => void;
}

/** Keeps reading the books of one conversation, also while the runtime is dead. */
export class Reading {
  entries: Entries = NO_ENTRIES;
  readonly journal = new Journal();
  /** Another version has written what we cannot read: a bug of ours, to be seen on the page. */
  unread = false;
  readonly #options: ReadingOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  /** Read now; something has happened. */
  now(): void {
    clearTimeout(this.#timer);
    const { books, name, busy, onNews } = this.#options;
    const conversation = name();
    if (!books || conversation === null) return;
    const rows = books.read(conversation);
    if (rows !== null) {
      const { success, data } = Entries.safeParse(rows);
      this.unread = !success;
      if (data) {
        this.entries = data;
        this.journal.note(data.events);
      }
      onNews();
    }
    if (busy()) this.#timer = setTimeout(() => this.now(), EVERY_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
