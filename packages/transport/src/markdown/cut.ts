import { graphemes } from "./graphemes.ts";
import { firstAfter, type Piece } from "./slice.ts";

const SENTENCE = /[.!?…][”"')\]]*[ \t\n]|[。！？]/g;
// Not \s: nothing should be cut at a no-break space.
const SPACE = /[ \t\n\u3000]/g;
/** A part should not end earlier than here only because a better place to cut was there. */
const LEAST = 1 / 4;

/** What is being cut, and how much of it one part can hold. */
export interface Stretch {
  readonly text: string;
  readonly from: number;
  /** The last place a cut may be. */
  readonly most: number;
  /** Whether a part can hold what lies between two places. */
  holds(from: number, to: number): boolean;
}

/**
 * Where to cut: between blocks, unless the next one is too long for any part; then inside it
 * between items, rows or lines, else after a sentence, a word, a grapheme. A heading stays with
 * what follows it.
 */
function cutAt(piece: Piece, stretch: Stretch): number {
  const { from, most } = stretch;
  switch (piece.node.type) {
    case "root":
    case "blockquote":
    case "list":
    case "listItem":
    case "footnoteDefinition":
    case "table":
    case "tableRow": {
      const i = firstAfter(piece.pieces, most);
      const next = piece.pieces[i];
      if (!next || next.from >= most) return headingStays(piece.pieces, i, from) ?? most;
      const before = headingStays(piece.pieces, i, from);
      const wanted = most - Math.max(from, before ?? next.from) < (most - from) * LEAST;
      if (before !== null && (wanted || stretch.holds(next.from, next.to))) return before;
      return cutAt(next, stretch);
    }
    case "code":
      return inCode(piece, stretch);
    default:
      return inText(piece, stretch);
  }
}

/**
 * {@link cutAt}, and what is cut off still fits. Less text can need more room, e.g. when a style
 * ends in it or a table gets other columns: then it is a little less still.
 */
export function softCut(piece: Piece, stretch: Stretch): number {
  const { from, most, holds } = stretch;
  const cut = cutAt(piece, stretch);
  if (cut <= from + 1 || holds(from, cut)) return Math.max(from + 1, cut);
  const less = Math.min(most, from + Math.max(1, Math.floor((cut - from) * 0.9)));
  return softCut(piece, { ...stretch, most: less });
}

/** The place before piece `i`, or before the headings over it; `null` when nothing is left there. */
function headingStays(pieces: readonly Piece[], i: number, from: number): number | null {
  let first = i;
  while (pieces[first - 1]?.node.type === "heading") first -= 1;
  const place = pieces[first]?.from ?? pieces.at(-1)?.to ?? 0;
  if (place > from) return place;
  const bare = pieces[i]?.from ?? pieces.at(-1)?.to ?? 0;
  return first === i || bare <= from ? null : bare;
}

function inCode(piece: Piece, stretch: Stretch): number {
  const begin = Math.max(piece.from, stretch.from);
  const line = stretch.text.lastIndexOf("\n", stretch.most - 1) + 1;
  if (line > begin) return line;
  // Not even one line has room beside what comes before.
  return begin > stretch.from ? begin : inText(piece, stretch);
}

function inText(piece: Piece, stretch: Stretch): number {
  const { text, from, most } = stretch;
  const begin = Math.max(piece.from, from);
  const window = text.slice(begin, most);
  const half = from + (most - from) / 2;
  const sentence = lastEnd(window, SENTENCE, begin);
  if (sentence > half) return sentence;
  const word = Math.max(lastEnd(window, SPACE, begin), sentence);
  if (word > half) return word;
  if (begin > from) return Math.max(word, begin);
  if (word > from + (most - from) / 8) return word;
  return graphemeEnd(text, begin, most);
}

function lastEnd(window: string, pattern: RegExp, begin: number): number {
  let end = 0;
  for (const match of window.matchAll(pattern)) end = begin + match.index + match[0].length;
  return end;
}

/** The last place up to `most` that is between graphemes, at least between code points. */
function graphemeEnd(text: string, begin: number, most: number): number {
  // A grapheme is far shorter; one that is longer is cut like any text.
  const window = text.slice(begin, most + 100);
  const segment = graphemes(window).containing(most - begin);
  if (!segment || segment.index > 0) return begin + (segment?.index ?? most - begin);
  const low = text.charCodeAt(most) >> 10 === 0x37;
  return low && most - begin > 1 ? most - 1 : most;
}
