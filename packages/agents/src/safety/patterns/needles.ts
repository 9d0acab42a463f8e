import { plainReading } from "./reading.ts";

/** One way to write a secret, as it stands in a reading: letters and digits only. */
export interface Needle {
  readonly how: string;
  readonly text: string;
  /** Capital or small makes another value. */
  readonly exact: boolean;
}

/** A shorter value would be found in ordinary words. */
export const LEAST_SECRET = 8;

/** There are as many secrets as settings, and each look at a text asks for the forms of all. */
const MOST_KNOWN = 100;
const known = new Map<string, readonly Needle[]>();

export function needles(secret: string): readonly Needle[] {
  const before = known.get(secret);
  if (before) return before;
  const made = formsOf(secret);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(secret, made);
  return made;
}

function formsOf(secret: string): readonly Needle[] {
  const bytes = new TextEncoder().encode(secret);
  const letters = plainReading(secret).small;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const all: Needle[] = [
    { how: "plain", text: letters, exact: false },
    { how: "reversed", text: letters.split("").reverse().join(""), exact: false },
    { how: "hex", text: hex, exact: false },
    ...[0, 1, 2].map((shift) => ({ how: "base64", text: base64(bytes, shift), exact: true })),
  ];
  return all.filter(({ text }) => text.length >= LEAST_SECRET);
}

/**
 * The characters that are the same whatever stands before and after, for one of the three alignments.
 * A reading has no `+ / - _ =`, so one needle serves both alphabets.
 */
function base64(bytes: Uint8Array, shift: number): string {
  const padded = new Uint8Array(shift + bytes.length);
  padded.set(bytes, shift);
  const encoded = btoa(Array.from(padded, (byte) => String.fromCharCode(byte)).join(""));
  const whole = Math.floor((padded.length * 8) / 6);
  return encoded.slice(Math.ceil((shift * 8) / 6), whole).replace(/[^A-Za-z0-9]/g, "");
}
