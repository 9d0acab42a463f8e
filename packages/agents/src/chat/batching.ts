import type { Timings } from "../timings.ts";
import type { Item } from "./schema.ts";

/** The most that one turn takes; what is left waits for the next. */
export const MOST_ITEMS = 50;
export const MOST_BYTES = 256 * 1024;

type Pending = Pick<Item, "kind" | "at" | "album" | "ctx">;

/**
 * When the pending items become a batch, if none is active: a window after the first of them, or, while
 * the newest belongs to an album, a little after that one.
 *
 * @param pending - in the order of arrival
 * @returns epoch milliseconds, or null when nothing is pending
 */
export function flushAt(pending: readonly Pending[], t: Timings): number | null {
  const [first] = pending;
  const newest = pending.at(-1);
  if (!first || !newest) return null;
  if (newest.album === null) return first.at + t.batchWindowMs;
  return Math.max(
    first.at + t.batchWindowMs,
    Math.min(newest.at + t.albumWindowMs, first.at + t.albumMaxMs),
  );
}

/**
 * Takes the next batch: an ordered command alone, or the messages before the next command, within
 * limits.
 *
 * @param pending - in the platform's order
 */
export function takeBatch<P extends Pending>(pending: readonly P[]): P[] {
  const [first] = pending;
  if (!first) return [];
  if (first.kind !== "message") return [first];
  const taken: P[] = [];
  let bytes = 0;
  for (const item of pending) {
    bytes += new TextEncoder().encode(item.ctx).byteLength;
    if (item.kind !== "message" || taken.length >= MOST_ITEMS) break;
    if (bytes > MOST_BYTES && taken.length > 0) break;
    taken.push(item);
  }
  return taken;
}
