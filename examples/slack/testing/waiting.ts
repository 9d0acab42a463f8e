/** Durations for tests: the same order as in production, shortened. */
export const FAST = {
  batchWindowMs: 40,
  pokeMs: 150,
  settleMs: 500,
  retryFirstMs: 80,
  retryMostMs: 800,
  firstTextMs: 15,
  textEveryMs: 60,
  platformSecondMs: 40,
} as const;

/** Waits until something can be observed; the deadline only bounds a failing test. */
export async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`not seen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
