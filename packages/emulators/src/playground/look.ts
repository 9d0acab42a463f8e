import { type Account, type Conversation, isOpen } from "./inspection.ts";

const BUSY_EVERY_MS = 300;
const QUIET_EVERY_MS = 2_000;

/** What the operator's API said in one look; null: it did not answer, or there is nothing to ask for. */
export interface Answers {
  readonly conversation: Conversation | null;
  readonly account: Account | null;
}

export interface LookOptions {
  readonly ask: () => Promise<Answers>;
  /** Is anybody there to see it? If not, the next {@link Look.now} goes on. */
  readonly wanted: () => boolean;
  /** Told after each look. */
  readonly onNews: () => void;
}

/** Keeps looking at one conversation and its account: often while something is open, else rarely. */
export class Look {
  /** As it was last seen; kept while the runtime is down. */
  seen: Conversation | null = null;
  account: Account | null = null;
  /** False: the runtime did not answer the last time. */
  fresh = false;
  /** The runtime answered something that we cannot read: a bug of ours, to be seen on the page. */
  problem: string | null = null;
  readonly #options: LookOptions;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #again = false;
  #closed = false;

  constructor(options: LookOptions) {
    this.#options = options;
  }

  /** Look now; something has happened. */
  now(): void {
    if (this.#closed || !this.#options.wanted()) return;
    clearTimeout(this.#timer);
    if (this.#asking) this.#again = true;
    else void this.#look();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    this.#asking = true;
    const answers = await this.#options.ask().catch((error: unknown) => {
      this.problem = error instanceof Error ? error.name : "unknown";
      return null;
    });
    this.#asking = false;
    if (this.#closed) return;
    this.fresh = answers?.account != null;
    if (answers) {
      this.seen = answers.conversation ?? this.seen;
      this.account = answers.account ?? this.account;
      if (this.fresh) this.problem = null;
    }
    this.#options.onNews();
    const busy = !this.fresh || (this.seen !== null && isOpen(this.seen));
    const waitMs = this.#again ? 0 : busy ? BUSY_EVERY_MS : QUIET_EVERY_MS;
    this.#again = false;
    this.#timer = setTimeout(() => this.now(), waitMs);
  }
}
