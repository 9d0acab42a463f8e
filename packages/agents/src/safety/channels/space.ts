import type { Channel } from "./edit.ts";

/** Columns of white space behind which a line goes on out of sight. */
export const FAR = 200;
const TAB_COLUMNS = 4;
/** Empty lines that nobody writes. */
const MOST_EMPTY_LINES = 30;
/** Longer white space at the end of a line says something. */
const MOST_TRAILING = 8;
const RUN = /[^\S\n]{3,}|[^\S\n]+$|[^\S\n]*\t[^\S\n]*/gm;
/** Widths of spaces that nobody tells apart. No-break and ideographic ones mean something and stay. */
const ODD_SPACE = /[\u2000-\u200A\u205F]/g;
/** All that ends a line somewhere. */
const ODD_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Line ends and spaces in one form. */
export function plainSpace(text: string): string {
  return text.replace(ODD_BREAK, "\n").replace(ODD_SPACE, " ");
}

/**
 * Removes what stands far to the right of everything else on its line, white space at the end of lines,
 * and piles of empty lines.
 */
export function withoutGaps(text: string, report: (channel: Channel) => void): string {
  let out = "";
  let at = 0;
  for (const match of text.matchAll(RUN)) {
    const [run] = match;
    if (match.index < at) continue;
    const end = match.index + run.length;
    const last = end === text.length || text[end] === "\n";
    const columns = run.length + (TAB_COLUMNS - 1) * (run.split("\t").length - 1);
    if (!last && columns < FAR) continue;
    if (!last || run.length > MOST_TRAILING) report("white space");
    const line = text.indexOf("\n", end);
    // Two spaces at the end of a line break it.
    const first = match.index === 0 || text[match.index - 1] === "\n";
    const kept = last && !first && /^ {2,}$/.test(run) && end < text.length ? "  " : "";
    out += text.slice(at, match.index) + kept;
    at = last ? end : line < 0 ? text.length : line;
  }
  return withoutEmptyLines(out + text.slice(at), report);
}

function withoutEmptyLines(text: string, report: (channel: Channel) => void): string {
  return text.replace(/\n{3,}/g, (lines) => {
    if (lines.length <= MOST_EMPTY_LINES) return lines;
    report("white space");
    return "\n\n";
  });
}
