import { type Conversation, isOpen } from "./inspection.ts";
import type { Operator } from "./operator.ts";

const BUSY_EVERY_MS = 300;
const QUIET_EVERY_MS = 2_000;

export interface LookOptions {
  readonly ask: () => ReturnType<Operator["conversation"]>;
  /** Is anybody there to see it? If not, the next {@link Look.now} goes on. */
  readonly wanted: () => boolean;
  readonly onNews: () => void;
}

/** Keeps looking at one conversation: often while something is open, rarely otherwise. */
export class Look {
  /** As it was last seen; kept while the runtime is down. */
  seen: Conversation | null = null;
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
    const answer = await this.#options.ask().catch((error: unknown) => {
      this.problem = error instanceof Error ? error.name : "unknown";
      return null;
    });
    this.#asking = false;
    if (this.#closed) return;
    this.fresh = answer !== null;
    if (answer) {
      this.seen = answer;
      this.problem = null;
    }
    this.#options.onNews();
    const busy = !this.fresh || (this.seen !== null && isOpen(this.seen));
    const waitMs = this.#again ? 0 : busy ? BUSY_EVERY_MS : QUIET_EVERY_MS;
    this.#again = false;
    this.#timer = setTimeout(() => this.now(), waitMs);
  }
}
