/** Asana's own time: that of the caller, moved ahead by a test. */
export class Clock {
  readonly #base: () => number;
  #aheadMs = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#base() + this.#aheadMs;
  }

  move(ms: number): void {
    this.#aheadMs += ms;
  }
}

/** As Asana writes every date with a time (AS-docs dates-and-times). */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
