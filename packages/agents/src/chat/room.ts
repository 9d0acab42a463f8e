import { byteLength, type Said, sizeOf } from "./history.ts";

/** The most rows of the past that a request carries; long before that, the oldest are put in short. */
export const MOST_TURNS = 400;
/** As much of the past is put in short at a time; one row is, however long it is. */
export const MOST_FOLDED_BYTES = 160 * 1024;

/**
 * The oldest rows that have to be put in short before a request can carry the rest: what does not fit is
 * not left out. When it gets tight half of the room is made free, so that not every turn has to do so.
 *
 * @param rows - what was said after the last summary, oldest first
 * @param room - bytes for them
 * @returns none: all of them fit
 */
export function tooMany<R extends Said>(rows: readonly R[], named: boolean, room: number): R[] {
  const sizes = rows.map((row) => sizeOf(row, named));
  const all = sizes.reduce((sum, one) => sum + one, 0);
  if (all <= room && rows.length <= MOST_TURNS) return [];
  let from = rows.length;
  for (let left = room / 2; from > 0 && rows.length - from < MOST_TURNS / 2; from -= 1) {
    left -= sizes[from - 1] ?? 0;
    if (left < 0) break;
  }
  // What is left begins with a person: an answer says little without its question.
  while (from < rows.length && rows[from]?.role !== "user") from += 1;
  let bytes = sizes[0] ?? 0;
  let count = 1;
  while (count < from && bytes + (sizes[count] ?? 0) <= MOST_FOLDED_BYTES) {
    bytes += sizes[count] ?? 0;
    count += 1;
  }
  // Nor is an answer left behind by it.
  while (rows[count]?.role === "assistant") count += 1;
  return rows.slice(0, count);
}

/** Room for the past beside what is said now. */
export function roomBeside(now: string, summary: string | null, most: number): number {
  return Math.max(0, most - byteLength(now) - byteLength(summary ?? ""));
}
