import type { Code } from "mdast";
import { fenceAt } from "./fence.ts";

/** Source that can be parsed by itself, or code that needs no parser. */
export type Chunk = string | Code;

/** A chunk ends at the first safe place after so many characters. */
const ENOUGH = 1000;
/** A chunk without a safe place ends after the line that reaches this. */
const MOST = 16_000;
const LIST_ITEM = /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
/** These HTML blocks go on over blank lines (CommonMark 4.6, kinds 1 to 5). */
const LONG_HTML = /^ {0,3}<(?:!|\?|(?:script|pre|style|textarea)\b)/i;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$/;

/**
 * Cuts Markdown into chunks that mean the same when they are parsed one by one: at a line that
 * follows a blank one and cannot continue a list, and around fences in the first column. The
 * parser's cost grows faster than its input, so small chunks halve the time for a long text, and
 * code costs nothing. Only a run of more than {@link MOST} characters without such a place is cut
 * elsewhere: between lines, and the rows of a table then get their header again.
 */
export function chunks(source: string): Chunk[] {
  const found: Chunk[] = [];
  const lines = source.split("\n");
  let open: string[] = [];
  let size = 0;
  let list = false;
  let endless = false;
  let inner: string | null = null;
  let run = 0;
  const flush = (carry: string[]) => {
    if (open.length > 0) found.push(open.join("\n"));
    open = carry;
    size = carry.join("\n").length;
    run = 0;
    list = false;
    inner = null;
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? "";
    const blank = line.trim() === "";
    const first = open.length === 0 || open.at(-1)?.trim() === "";
    const flushLeft = !blank && !/^[ \t]/.test(line);
    const item = LIST_ITEM.test(line);
    // A line in the first column ends a list and a fence inside it.
    if (inner !== null && list && flushLeft && !item) inner = null;
    const inHtml = endless || (/^ {0,3}</.test(open[run] ?? "") && !first);
    const fence = inHtml || inner !== null ? null : fenceAt(line, lines, i);
    if (fence) {
      flush([]);
      found.push(fence.code);
      i = fence.last;
      continue;
    }
    const safe = first && flushLeft && !(item && list) && inner === null && !endless;
    if (safe && size >= ENOUGH) flush([]);
    else if (size >= MOST && inner === null && !endless) flush(headOf(open.slice(run)));
    if (first) run = open.length;
    if (first && LONG_HTML.test(line)) endless = true;
    if (item) list = true;
    const mark = /^(?:[ \t]+|[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+)(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && inner === null) inner = mark;
    else if (inner !== null && line.trim().startsWith(inner) && /^\s*(?:`+|~+)\s*$/.test(line)) {
      inner = null;
    }
    open.push(line);
    size += line.length + 1;
  }
  flush([]);
  return found;
}

/** Header and rule, when these lines are a table. */
function headOf(run: readonly string[]): string[] {
  const [header = "", rule = ""] = run;
  const table = header.includes("|") && TABLE_RULE.test(rule);
  return table && header.length < 1000 ? [header, rule] : [];
}
