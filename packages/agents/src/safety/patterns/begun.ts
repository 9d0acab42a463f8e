import { needles } from "./needles.ts";
import { escapedReading, plainReading, type Reading } from "./reading.ts";

/** Fewer characters tell nobody anything, and any text ends in them. */
const LEAST = 4;
/** An escape that is cut in two. */
const ESCAPE =
  /(?:%[0-9a-f]?|&#?[0-9a-z]{0,31}|\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|0(?:x[0-9a-f]?)?)$/i;
/** A tag that is cut in two, or only looks like one. */
const TAG = /<[^<>]{0,100}$/;

/** Where a known value may have begun that is not whole yet; the length of a text without one. */
export function begunSecret(text: string, secrets: readonly string[]): number {
  const readings = [text, text.replace(ESCAPE, ""), text.replace(TAG, "")].flatMap((source) => [
    plainReading(source),
    escapedReading(source) ?? [],
  ]);
  let first = text.length;
  for (const { text: needle, exact } of secrets.flatMap(needles))
    for (const reading of readings.flat())
      first = Math.min(first, begun(reading, needle, exact) ?? first);
  return first;
}

function begun({ text, small, from }: Reading, needle: string, exact: boolean): number | undefined {
  const letters = exact ? text : small;
  const length = overlap(needle, letters.slice(-(needle.length - 1)));
  return length < LEAST ? undefined : from[letters.length - length];
}

/** How long the longest beginning of `needle` is that `text` ends in (Knuth, Morris, Pratt). */
function overlap(needle: string, text: string): number {
  const back: number[] = [0];
  let length = 0;
  const step = (letter: string): void => {
    while (length > 0 && needle[length] !== letter) length = back[length - 1] ?? 0;
    if (needle[length] === letter) length += 1;
  };
  for (const letter of needle.slice(1).split("")) {
    step(letter);
    back.push(length);
  }
  length = 0;
  for (const letter of text.split("")) step(letter);
  return length;
}
