/** Writes an account may make at once before they are spread. */
const BURST = 20;

/**
 * Spreads writes evenly after a burst (generic cell rate). `next` is the theoretical time of the next
 * write if all before it had been spread, `gapMs` the time of one.
 *
 * @returns when this write may go out, and the new `next`
 */
export function reserve(
  next: number,
  now: number,
  gapMs: number,
): { readonly at: number; readonly next: number } {
  const from = Math.max(next, now);
  return { at: Math.max(now, from - BURST * gapMs), next: from + gapMs };
}
