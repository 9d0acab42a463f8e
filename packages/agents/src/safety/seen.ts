import type { Seen } from "./rule-of-two.ts";

const UNTRUSTED = 1;
const PRIVATE = 2;

/** What something rests on, as a row keeps it. */
export function bitsOf(seen: Seen | undefined): number {
  return (seen?.untrusted ? UNTRUSTED : 0) | (seen?.private ? PRIVATE : 0);
}

/** @param bits - of one row, or of several put together with `|` */
export function seenOf(bits: number): Seen {
  return { untrusted: (bits & UNTRUSTED) !== 0, private: (bits & PRIVATE) !== 0 };
}

/** What all of it together rests on. */
export function bothOf(...all: readonly (Seen | undefined)[]): Seen {
  return seenOf(all.reduce((bits, one) => bits | bitsOf(one), 0));
}
