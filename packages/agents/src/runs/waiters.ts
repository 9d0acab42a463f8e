/** Callers that wait for the next recorded step of an object's runs; in memory. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** A step is recorded: everybody looks whether it is theirs. */
  notify(): void {
    for (const done of this.#waiting) done();
    this.#waiting.clear();
  }

  /** Until the next step, or as long as it may take. The caller holds the connection meanwhile. */
  next(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      this.#waiting.add(done);
    });
  }
}
