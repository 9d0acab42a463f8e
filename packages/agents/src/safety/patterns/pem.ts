import type { Range } from "./range.ts";

const HEAD = "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----";
const BEGIN = new RegExp(HEAD, "g");
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** One line of a block, whatever quotes, arrows or escapes are between the lines; a short one ends a text. */
const LINE = /[^A-Za-z0-9+/=]{0,12}(?:[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/=]{1,15}$)/y;
/** A sixth of a key is digits; a sentence about keys has none. */
const LEAST_DIGITS = 6;
const MOST_BETWEEN = 20_000;
/** A beginning with so much behind it and still no block was a sentence. */
const MOST_OPEN = 200;
const OPEN = new RegExp(`^(?:-----BEGIN [A-Z0-9 ]{0,60}-{0,5}$|${HEAD}(?![^]*-----END ))`);

/** Private keys, whole or with the end missing. A block without a key in it is documentation. */
export function pemBlocks(text: string): readonly Range[] {
  const begins = [...text.matchAll(BEGIN)];
  const ends = [...text.matchAll(END)];
  const blocks: Range[] = [];
  let next = 0;
  for (const [index, begin] of begins.entries()) {
    const body = begin.index + begin[0].length;
    const limit = Math.min(begins[index + 1]?.index ?? text.length, body + MOST_BETWEEN);
    while ((ends[next]?.index ?? body) < body) next += 1;
    const end = ends[next];
    const whole = end && end.index < limit ? end : null;
    const inside = whole ? whole.index : lastLine(text, body, limit);
    const digits = text.slice(body, inside).match(/\d/g)?.length ?? 0;
    if (digits < LEAST_DIGITS) continue;
    const to = whole ? inside + whole[0].length : inside;
    blocks.push({ from: begin.index, to, what: "a private key", how: "block" });
  }
  return blocks;
}

/** Where a block may have begun that is not seen as one yet; the length of a text without one. */
export function begunBlock(text: string): number {
  const near = Math.max(0, text.length - MOST_OPEN);
  const at = text.indexOf("-----BEGIN ", near);
  const rest = at < 0 ? "" : text.slice(at);
  return OPEN.test(rest) && pemBlocks(rest).length === 0 ? at : text.length;
}

function lastLine(text: string, from: number, limit: number): number {
  let at = from;
  LINE.lastIndex = at;
  while (at < limit && LINE.test(text)) at = LINE.lastIndex;
  return Math.min(at, limit);
}
