/**
 * The first time at which another write keeps a window's limit: never more than `most` in any window.
 *
 * @param granted - times of earlier writes, ascending
 */
export function windowed(
  granted: readonly number[],
  now: number,
  most: number,
  windowMs: number,
): number {
  const blocking = granted.at(-most);
  return blocking === undefined ? now : Math.max(now, blocking + windowMs);
}

/** Writes an account may make at once before they are spread, where its platform says nothing else. */
export const BURST = 20;

/**
 * Spreads writes evenly after a burst (generic cell rate). `next` is the theoretical time of the next
 * write if all before it had been spread, `gapMs` the time of one. The grant holds: whoever is given
 * a time in the future writes at that time and does not ask again.
 *
 * @returns when this write may go out, and the new `next`
 */
export function reserve(
  next: number,
  now: number,
  gapMs: number,
  burst = BURST,
): { readonly at: number; readonly next: number } {
  const from = Math.max(next, now);
  return { at: Math.max(now, from - (burst - 1) * gapMs), next: from + gapMs };
}
