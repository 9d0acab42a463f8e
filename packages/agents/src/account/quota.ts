import { BURST, reserve, windowed } from "./pacing.ts";
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

  readonly #burst: number;

  /**
   * @param perSecond - what the whole account may write
   * @param burst - how many writes may go out at once
   */
  constructor(perSecond: number, secondMs: number, burst = BURST) {
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

  /**
   * Grants writes that may go out a little later, at moments nobody knows: only from the half of the burst
   * that is not needed, and only where a scope has no limits of its own.
   *
   * @returns how many
   */
  spare(most: number, now: number, { perMinute, gapSeconds }: Limits): number {
    if (perMinute || gapSeconds) return 0;
    for (let writes = 0; writes < most; writes += 1) {
      const spread = reserve(this.#next, now, this.#gapMs, Math.floor(this.#burst / 2));
      if (spread.at > now) return writes;
      this.#next = spread.next;
    }
    return most;
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
