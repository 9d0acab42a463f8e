/** The ways in which a text can hold what its reader does not see. */
export type Channel =
  | "ambiguous"
  | "annotation"
  | "attribute"
  | "blob"
  | "bidi control"
  | "character reference"
  | "comment"
  | "conceal"
  | "control"
  | "definition"
  | "empty link"
  | "escape sequence"
  | "fence info"
  | "figure"
  | "filler"
  | "footnote"
  | "formula"
  | "front matter"
  | "hidden element"
  | "image text"
  | "joiner"
  | "label"
  | "link address"
  | "link title"
  | "marks"
  | "private use"
  | "surrogate"
  | "table cell"
  | "tag character"
  | "unknown element"
  | "variation selector"
  | "white space"
  | "zero width";

/** A range of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range and what takes its place. */
export interface Edit extends Range {
  readonly put: string;
  /** Null: nothing is hidden, it is only marked. */
  readonly channel: Channel | null;
}

/** Makes all edits. Of edits that overlap the one that starts first wins, and the longer of two. */
export function applied(text: string, edits: readonly Edit[]): string {
  let out = "";
  let at = 0;
  for (const { start, end, put } of ordered(edits)) {
    if (end <= at && start < at) continue;
    out += text.slice(at, Math.max(at, start)) + put;
    at = end;
  }
  return out + text.slice(at);
}

/**
 * The text with ranges painted over, line breaks aside: what stands elsewhere keeps its place.
 *
 * @param paint - one character
 */
export function painted(text: string, ranges: readonly Range[], paint: string): string {
  let out = "";
  let at = 0;
  for (const { start, end } of ordered(ranges)) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    out += text.slice(at, from) + text.slice(from, end).replace(/[^\n]/g, paint);
    at = end;
  }
  return out + text.slice(at);
}

function ordered<R extends Range>(ranges: readonly R[]): R[] {
  return ranges.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** All matches that lie in one of the ranges, which are in order and do not overlap. */
export function* ranged(
  text: string,
  pattern: RegExp,
  ranges: readonly Range[],
): Generator<Range & { readonly match: RegExpExecArray }> {
  for (const { start, end } of ranges) {
    for (const match of text.slice(start, end).matchAll(pattern)) {
      const at = start + match.index;
      yield { match, start: at, end: at + match[0].length };
    }
  }
}
