import type { Range } from "./edit.ts";
import type { Leaf } from "./outline.ts";
import { addressEnd, behind, TITLE } from "./target.ts";

/** `[label]: address "title"`: shows nothing by itself. */
export interface Definition extends Range {
  readonly label: string;
  readonly address: Range;
  readonly title: Range | null;
}

const LABEL = /[ \t]*\[(?!\^)((?:[^[\]\\]|\\[\s\S]){1,999})\]:[ \t]*(?:\n[ \t]*)?/y;
const GAP = /[ \t]*\n[ \t]*|[ \t]+/y;
const LINE_END = /[ \t]*(?:\n|$)/y;

/** Labels are equal without regard to case and white space (CommonMark 4.7). */
export function labelKey(label: string): string {
  return label.trim().replace(/\s+/g, " ").toLowerCase().toUpperCase();
}

/** Takes the definitions off the beginnings of paragraphs: what is in them is no text. */
export function definitionsOf(
  page: string,
  leaves: readonly Leaf[],
): { readonly definitions: readonly Definition[]; readonly leaves: readonly Leaf[] } {
  const definitions: Definition[] = [];
  const rest = leaves.flatMap((leaf) => {
    if (leaf.kind !== "paragraph") return [leaf];
    const source = page.slice(leaf.start, leaf.end);
    let at = 0;
    for (;;) {
      const found = definitionAt(source, at);
      if (!found) break;
      definitions.push(moved(found, leaf.start));
      at = found.end;
    }
    return at < source.length ? [{ ...leaf, start: leaf.start + at }] : [];
  });
  return { definitions, leaves: rest };
}

function definitionAt(source: string, start: number): Definition | null {
  LABEL.lastIndex = start;
  const [head, label = ""] = LABEL.exec(source) ?? [];
  if (head === undefined || label.trim() === "") return null;
  const from = start + head.length;
  const to = addressEnd(source, from, "");
  if (to === null || to === from) return null;
  const address = { start: from, end: to };
  const open = start + head.indexOf("[");
  const gap = behind(GAP, source, to);
  const close = gap > to ? behind(TITLE, source, gap) : gap;
  const closed = close > gap && !/\n[ \t]*\n/.test(source.slice(gap, close));
  const end = closed ? endOfLine(source, close) : null;
  if (end !== null) {
    return { start: open, end, label, address, title: { start: gap, end: close } };
  }
  const bare = endOfLine(source, to);
  return bare === null ? null : { start: open, end: bare, label, address, title: null };
}

/** The end of the line when nothing but spaces is left of it. The line break is not part of it. */
function endOfLine(source: string, at: number): number | null {
  const end = behind(LINE_END, source, at);
  if (end === at && at < source.length) return null;
  return end;
}

function moved(found: Definition, by: number): Definition {
  const range = ({ start, end }: Range): Range => ({ start: start + by, end: end + by });
  return {
    ...range(found),
    label: found.label,
    address: range(found.address),
    title: found.title && range(found.title),
  };
}
