import { redactions } from "./guard.ts";
import { begunSecret } from "./patterns/begun.ts";
import { LEAST_SECRET } from "./patterns/needles.ts";
import { begunBlock } from "./patterns/pem.ts";
import { merged } from "./patterns/range.ts";
import { begunShape } from "./patterns/shapes.ts";

const MOST_HELD = 200;
/** Base64 and hex are up to twice as long; as much again for what may stand between. */
const PER_CHARACTER = 4;

/**
 * How much of a text that still grows may be shown: without an end that could become a known secret, a
 * key or a private-key block. What is shown is `guard(text.slice(0, safeLength(text, secrets)))`: whole
 * secrets are the guard's, no cut goes through one. At the end of the text, guard all of it.
 *
 * At most 200 characters are held back, or four times the longest secret, or an unfinished block. It
 * can be a few characters less than for a shorter text: what is no secret with 3 may be one with 4.
 *
 * @returns 0 to the length of the text
 */
export function safeLength(textSoFar: string, secrets: readonly string[]): number {
  const { length } = textSoFar;
  const usable = secrets.filter((secret) => secret.length >= LEAST_SECRET);
  const held = Math.max(MOST_HELD, ...usable.map((secret) => PER_CHARACTER * secret.length));
  const offset = Math.max(0, length - held);
  const tail = textSoFar.slice(offset);
  const begun = Math.max(
    offset,
    Math.min(offset + begunSecret(tail, usable), begunShape(textSoFar)),
  );
  const safe = withoutHalf(textSoFar, Math.min(begun, begunBlock(textSoFar)));
  // What the guard takes out whole must not be cut: half of it would be shown.
  const across = merged(redactions(textSoFar, usable)).find(
    ({ from, to }) => from < safe && safe < to,
  );
  return across ? across.from : safe;
}

/** Not between the halves of a character. */
function withoutHalf(text: string, at: number): number {
  return /^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1)) && at > 0 ? at - 1 : at;
}
