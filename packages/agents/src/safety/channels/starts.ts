/** How a block of raw HTML ends (CommonMark 4.6); null: at an empty line. */
export type HtmlEnd = RegExp | null;

const BLOCK_NAMES =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|" +
  "dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|" +
  "iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|" +
  "source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const ATTRIBUTE = "\\s+[a-z_:][\\w.:-]*(?:\\s*=\\s*(?:[^\\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?";

/** A whole tag, as strict as CommonMark 6.6 is. */
export const TAG = new RegExp(
  `<(?:[a-z][a-z\\d-]*(?:${ATTRIBUTE})*\\s*\\/?|\\/[a-z][a-z\\d-]*\\s*)>`,
  "iy",
);
const LONE_TAG = new RegExp(`^${TAG.source}[ \\t]*$`, "i");

const HTML: readonly (readonly [RegExp, HtmlEnd])[] = [
  [/^<(?:script|pre|style|textarea)(?:\s|>|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [new RegExp(`^</?(?:${BLOCK_NAMES})(?:\\s|/?>|$)`, "i"), null],
];

/** Whether a block of raw HTML starts here, and how it ends. `undefined`: it does not. */
export function htmlEnd(rest: string, interrupts: boolean): HtmlEnd | undefined {
  if (!rest.startsWith("<")) return undefined;
  const found = HTML.find(([start]) => start.test(rest));
  if (found) return found[1];
  return !interrupts && LONE_TAG.test(rest) ? null : undefined;
}

/** The opening line of a fence: its mark and its info string. */
export function fenceStart(rest: string): { readonly mark: string; readonly info: string } | null {
  const [, mark, info = ""] = /^(`{3,}|~{3,})(.*)$/.exec(rest) ?? [];
  return mark && !(mark.startsWith("`") && info.includes("`")) ? { mark, info } : null;
}

export function closesFence(rest: string, mark: string): boolean {
  const end = /^(`{3,}|~{3,})[ \t]*$/.exec(rest)?.[1];
  return end !== undefined && end[0] === mark[0] && end.length >= mark.length;
}

export const HEADING = /^#{1,6}(?:[ \t]|$)/;
export const UNDERLINE = /^(?:=+|-+)[ \t]*$/;
export const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
export const ITEM = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/;
export const NOTE = /^\[\^([^\]\s]{1,999})\]:/;

const TABLE_RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** How many columns a table has that this line is the rule of; 0: it is none. */
export function columnsOf(header: string, rule: string): number {
  if (!TABLE_RULE.test(rule) || !/[|:]/.test(rule)) return 0;
  const columns = cellsOf(rule).length;
  return cellsOf(header).length === columns ? columns : 0;
}

/** Where the cells of a row begin and end, without the outer bars. A bar in code divides as well. */
export function cellsOf(row: string): { readonly start: number; readonly end: number }[] {
  const bars: number[] = [];
  for (let i = 0; i < row.length; i += 1) {
    if (row[i] === "\\") i += 1;
    else if (row[i] === "|") bars.push(i);
  }
  const from = row.length - row.trimStart().length;
  const to = row.trimEnd().length;
  const edges = [from - 1, ...bars, to];
  if (bars[0] === from) edges.shift();
  if (bars.length > 0 && bars.at(-1) === to - 1 && edges.length > 2) edges.pop();
  return edges.slice(1).map((end, i) => ({ start: (edges[i] ?? 0) + 1, end }));
}
