import type { ServerResponse } from "node:http";

/** A burst of changes becomes one push. */
const GATHER_MS = 30;
/** After a lost connection the browser comes back this soon. */
const RETRY_MS = 1_000;

/** What is shown, and when it changes by itself (epoch milliseconds; 0: it does not). */
export interface Sight {
  readonly view: object;
  readonly staleAt: number;
}

/** Server-sent events: the whole view, whenever it has changed. */
export class Feed {
  readonly #readers = new Set<ServerResponse>();
  readonly #look: () => Sight;
  #last = "";
  #gathering: NodeJS.Timeout | undefined;
  #stale: NodeJS.Timeout | undefined;

  constructor(look: () => Sight) {
    this.#look = look;
  }

  get watched(): boolean {
    return this.#readers.size > 0;
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.once("close", () => this.#readers.delete(response));
    // Everybody else has this view already, or gets it now.
    this.#push();
    this.#readers.add(response);
    response.write(`retry: ${RETRY_MS}\ndata: ${this.#last}\n\n`);
  }

  changed(): void {
    if (!this.watched || this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#push();
    }, GATHER_MS);
  }

  /** Says goodbye: whoever is here learns that this is the end, and not a lost connection. */
  close(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#stale);
    for (const response of this.#readers) response.end("event: end\ndata: {}\n\n");
    this.#readers.clear();
  }

  #push(): void {
    const { view, staleAt } = this.#look();
    clearTimeout(this.#stale);
    if (staleAt > 0) this.#stale = setTimeout(() => this.changed(), staleAt - Date.now() + 5);
    const text = JSON.stringify(view);
    if (text === this.#last) return;
    this.#last = text;
    for (const response of this.#readers) response.write(`data: ${text}\n\n`);
  }
}
