import { reserve, windowed } from "./pacing.ts";
import type { Limits } from "./port.ts";

/** How fast the account writes. In memory only: after a restart it counts anew. */
export interface Pace {
  readonly perSecond: number;
  /** When all granted writes would be out if they had been spread evenly; epoch milliseconds. */
  readonly nextAt: number;
  /** Writes of the last minute in the scopes that have a limit for a minute. */
  readonly minute: readonly { readonly scope: string; readonly writes: number }[];
}

/** What may be written when. In memory only: after a restart a short burst is allowed again. */
export class Quota {
  readonly #secondMs: number;
  readonly #gapMs: number;
  #next = 0;
  /** Times of the writes of the last minute, by scope. */
  readonly #granted = new Map<string, number[]>();

  readonly #burst: number | undefined;

  /**
   * @param perSecond - what the whole account may write
   * @param burst - how many writes may go out at once
   */
  constructor(perSecond: number, secondMs: number, burst?: number) {
    this.#burst = burst;
    this.#secondMs = secondMs;
    this.#gapMs = secondMs / perSecond;
  }

  /** @returns when one more write of a scope may go out */
  take(scope: string, now: number, limits: Limits): number {
    if (limits.reads) return this.#within(scope, now, limits);
    const spread = reserve(this.#next, now, this.#gapMs, this.#burst);
    this.#next = spread.next;
    return this.#within(scope, spread.at, limits);
  }

  view(now: number): Pace {
    const since = now - 60 * this.#secondMs;
    const minute = [...this.#granted].map(([scope, times]) => ({
      scope,
      writes: times.filter((at) => at > since).length,
    }));
    return { perSecond: this.#secondMs / this.#gapMs, nextAt: this.#next, minute };
  }

  #within(scope: string, now: number, { perMinute, gapSeconds = 0 }: Limits): number {
    if (!perMinute && gapSeconds === 0) return now;
    const granted = this.#granted.get(scope) ?? [];
    const apart = Math.max(now, (granted.at(-1) ?? 0) + gapSeconds * this.#secondMs);
    const at = perMinute ? windowed(granted, apart, perMinute, 60 * this.#secondMs) : apart;
    this.#granted.set(scope, [...granted, at].slice(-(perMinute ?? 1)));
    return at;
  }
}
