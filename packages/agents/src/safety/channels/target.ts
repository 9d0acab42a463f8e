import type { Range } from "./edit.ts";

/** What stands behind the text of a link: `(address "title")`. */
export interface Target extends Range {
  readonly address: Range;
  readonly title: Range | null;
}

const SPACE = /[ \t\n]*/y;
const ANGLED = /<(?:[^<>\n\\]|\\.)*>/y;
export const TITLE =
  /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|\([^()\\]*(?:\\[\s\S][^()\\]*)*\)/y;
/** CommonMark 6.3 asks for three; cmark takes so many, and without a limit this would not be linear. */
const MOST_PARENTHESES = 32;

/** Reads the target whose parenthesis stands at `start`. */
export function targetAt(source: string, start: number): Target | null {
  if (source[start] !== "(") return null;
  const from = behind(SPACE, source, start + 1);
  const to = addressEnd(source, from, ")");
  if (to === null) return null;
  const gap = behind(SPACE, source, to);
  const end = gap > to ? behind(TITLE, source, gap) : gap;
  const title = end > gap ? { start: gap, end } : null;
  if (title && /\n[ \t]*\n/.test(source.slice(gap, end))) return null;
  const close = behind(SPACE, source, end);
  if (source[close] !== ")") return null;
  return { start, end: close + 1, address: { start: from, end: to }, title };
}

/** Where a match at exactly this place ends; the place itself when there is none. */
export function behind(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

/**
 * Where the address ends that begins at `from`, or null: it is none.
 *
 * @param close - ")" for a link, which ends there; "" for a definition
 */
export function addressEnd(source: string, from: number, close: ")" | ""): number | null {
  if (source[from] === "<") {
    const angled = behind(ANGLED, source, from);
    return angled > from ? angled : null;
  }
  let open = 0;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i] ?? "";
    if (char === "\\") i += 1;
    else if (char === "(") {
      open += 1;
      if (open > MOST_PARENTHESES) return null;
    } else if (char === ")") {
      if (open === 0) return close === ")" ? i : null;
      open -= 1;
    } else if (char <= " ") return open === 0 ? i : null;
  }
  return close === "" && open === 0 ? source.length : null;
}
