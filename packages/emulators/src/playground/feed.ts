import type { ServerResponse } from "node:http";
import type { View } from "./view.ts";

/** A burst of changes becomes one push. */
const GATHER_MS = 30;

/** Server-sent events: the whole view, whenever it has changed. */
export class Feed {
  readonly #readers = new Set<ServerResponse>();
  readonly #look: () => { view: View; staleAt: number };
  #last = "";
  #gathering: NodeJS.Timeout | undefined;
  #stale: NodeJS.Timeout | undefined;

  constructor(look: () => { view: View; staleAt: number }) {
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
    response.write(`data: ${this.#last}\n\n`);
  }

  changed(): void {
    if (!this.watched || this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#push();
    }, GATHER_MS);
  }

  close(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#stale);
    for (const response of this.#readers) response.end();
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
