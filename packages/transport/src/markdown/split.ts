import type { Root } from "mdast";
import type { Rendered } from "../rendered.ts";
import { softCut } from "./cut.ts";
import type { TreeDialect } from "./dialect.ts";
import { measure, slice } from "./slice.ts";
import { isBlank, literalTree } from "./tree.ts";

/** The first guess at how much of the text one part holds. */
const GUESS = 3000;
/** A table's header is repeated only when so much of the text fits beside it. */
const LEAST_NEW = 100;

/**
 * Renders Markdown into parts that each fit one message. The text is parsed once and the tree is
 * sliced, never the markup: see {@link slice} for what opens again after a cut and {@link softCut}
 * for where it cuts.
 *
 * @returns at least one part for text that can be seen; never a blank part.
 * @example split("# Hi\n\nthere", dialect) // [{ text: "<b>Hi</b>\n\nthere", ... }]
 */
export function split(markdown: string, dialect: TreeDialect): Rendered[] {
  return [...parts(markdown, dialect)];
}

/** The parts of {@link split}, each rendered when it is asked for. */
export function* parts(markdown: string, dialect: TreeDialect): Generator<Rendered> {
  let said = false;
  for (const part of sliced(dialect.parse(markdown), dialect)) {
    said = true;
    yield part;
  }
  // Markup without any text, like "#": what was typed is better than silence.
  if (!said) yield* sliced(literalTree(markdown), dialect);
}

function* sliced(root: Root, dialect: TreeDialect): Generator<Rendered> {
  const { piece, text } = measure(root);
  let headers = true;
  const between = (from: number, to: number) => dialect.write(slice(piece, from, to, headers));
  const holds = (from: number, to: number) => dialect.fits(between(from, to));
  let size = GUESS;
  for (let from = 0; from < piece.to; ) {
    headers = true;
    // What is short, and the end of what is long, is written once and not measured first.
    const rest = piece.to - from <= size ? between(from, piece.to) : null;
    if (rest && dialect.fits(rest)) {
      if (!isBlank(rest.plain)) yield rest;
      return;
    }
    headers = holds(from, Math.min(piece.to, from + LEAST_NEW));
    const most = reach(from, piece.to, size, holds);
    const to = most < piece.to ? softCut(piece, { text, from, most, holds }) : most;
    if (most < piece.to) size = to - from;
    const part = between(from, to);
    if (!isBlank(part.plain)) yield part;
    from = to;
  }
}

/** The largest place that still fits, nearly: within 1 % of the part. */
function reach(
  from: number,
  end: number,
  guess: number,
  holds: (from: number, to: number) => boolean,
): number {
  let good = from + 1;
  let bad = end + 1;
  let next = Math.min(end, from + Math.max(1, guess));
  while (bad - good > Math.max(1, (good - from) >> 7)) {
    if (holds(from, next)) {
      good = next;
      if (bad > end) next = Math.min(end, from + (next - from) * 2);
      else next = (good + bad) >> 1;
    } else {
      bad = next;
      next = (good + bad) >> 1;
    }
    if (good === end) return end;
    if (next <= good) next = good + 1;
  }
  return good;
}
