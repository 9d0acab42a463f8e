import { setTimeout as delay } from "node:timers/promises";
import { type CallLine, MOST_CALLS } from "../calls.ts";
import type { KnockAnswer, Letter } from "./driver.ts";

/** After no 2xx it is delivered again, sooner than by any platform: nobody wants to wait on the page. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const ANSWER_WITHIN_MS = 10_000;

type Line = { -readonly [K in keyof CallLine]: CallLine[K] };

/** Brings what the platform tells to the app, on loopback, until it is taken. */
export class Postman {
  readonly #webhook: string;
  readonly #name: string;
  readonly #changed: () => void;
  readonly #closing = new AbortController();
  #lines: Line[] = [];
  #count = 0;

  /** @param url - where the app listens. @param changed - told of every attempt */
  constructor(url: string, name: string, changed: () => void) {
    this.#webhook = `${url}/webhook`;
    this.#name = name;
    this.#changed = changed;
  }

  get lines(): readonly CallLine[] {
    return this.#lines;
  }

  /** Returns when it is taken, given up, or {@link close}d. @param place - where it happened, if that is known */
  async deliver(letter: Letter, place: string | null): Promise<void> {
    for (const waitMs of [0, ...AGAIN_AFTER_MS]) {
      const { signal } = this.#closing;
      const waited = await delay(waitMs, true, { signal }).catch(() => false);
      if (!waited) return;
      const again = waitMs > 0;
      const answer = await this.#attempt(letter, "webhook", place, again);
      if (answer && answer.status >= 200 && answer.status < 300) return;
    }
  }

  /** Asks the app once. @returns null: it did not answer */
  ask(letter: Letter): Promise<KnockAnswer | null> {
    return this.#attempt(letter, "webhook: handshake", null, false);
  }

  close(): void {
    this.#closing.abort();
  }

  async #attempt(
    letter: Letter,
    what: string,
    place: string | null,
    again: boolean,
  ): Promise<KnockAnswer | null> {
    this.#count += 1;
    const line: Line = {
      ...{ key: `${this.#name}-webhook-${this.#count}`, at: Date.now(), way: "in", place },
      ...{ what, status: null, note: again ? "delivered again" : null, tone: "open" },
    };
    this.#lines = [...this.#lines, line].slice(-MOST_CALLS);
    this.#changed();
    const { headers, body, registration } = letter;
    const url = registration === undefined ? this.#webhook : `${this.#webhook}/${registration}`;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal });
      const said = await response.text();
      line.status = response.status;
      line.tone = response.ok ? "good" : "bad";
      return { status: response.status, headers: Object.fromEntries(response.headers), body: said };
    } catch {
      line.note = again ? "again, no answer" : "no answer";
      line.tone = "bad";
      return null;
    } finally {
      this.#changed();
    }
  }
}
