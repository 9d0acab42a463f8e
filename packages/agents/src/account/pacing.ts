/** Writes an account may make at once before they are spread. */
const BURST = 20;

/**
 * Spreads writes evenly after a burst (generic cell rate). `next` is the theoretical time of the next
 * write if all before it had been spread.
 *
 * @returns when this write may go out, and the new `next`
 */
export function reserve(
  next: number,
  now: number,
  perSecond: number,
): { readonly at: number; readonly next: number } {
  const gap = 1000 / perSecond;
  const from = Math.max(next, now);
  return { at: Math.max(now, from - BURST * gap), next: from + gap };
}
