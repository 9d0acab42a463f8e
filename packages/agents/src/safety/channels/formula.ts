import { unseen } from "./color.ts";
import { type Edit, type Range, ranged } from "./edit.ts";
import { Finder } from "./finder.ts";
import { behind } from "./target.ts";

/** Names of commands up to the brace of their first argument; definitions of new ones with their name. */
const COMMAND =
  /\\(?:([hv]?phantom|label|cssId|class|href|style|color|textcolor|mathcolor)(?![a-zA-Z])(?:\[[^\]\n]{0,20}\])?|[gex]?def\s?\\[a-zA-Z]{1,40}[#\d]{0,9}|(?:re|provide)?newcommand\*?\s?\{?\\[a-zA-Z]{1,40}\}?(?:\[[^\]\n]{0,20}\]){0,2})\s{0,9}\{/g;
const ARGUMENT = /\s{0,9}\{/y;
/** `$…$` and `$$…$$`, as far as they may be a formula. */
const FORMULA = /\$\$[^$]*\$\$|\$(?=\S)(?:[^$\n\\]|\\.)*?[^\s$\\]\$(?!\d)/g;
/** A comment in a formula. */
const PERCENT = /(?<!\\)%[^\n]*?(?=\$|\n|$)/g;

/**
 * What a formula takes room for and does not print, prints in the colour of the paper, or only says to
 * who reads its source.
 *
 * @param texts - where formulas may stand between dollar signs
 * @param formulas - what is one as a whole
 */
export function unprinted(
  page: string,
  texts: readonly Range[],
  formulas: readonly Range[],
): Edit[] {
  const edits: Edit[] = [];
  const withDollar = texts.filter(({ start, end }) => page.slice(start, end).includes("$"));
  for (const range of [...withDollar, ...formulas]) edits.push(...commands(page, range));
  const inDollars = [...ranged(page, FORMULA, withDollar)];
  for (const { start, end } of ranged(page, PERCENT, [...inDollars, ...formulas])) {
    edits.push({ start, end, put: "", channel: "formula" });
  }
  return edits;
}

function commands(page: string, range: Range): Edit[] {
  const edits: Edit[] = [];
  const source = page.slice(range.start, range.end);
  const finder = new Finder(source);
  const put = (start: number, end: number) => {
    edits.push({
      start: range.start + start,
      end: range.start + end,
      put: " ",
      channel: "formula",
    });
    COMMAND.lastIndex = end;
  };
  COMMAND.lastIndex = 0;
  for (let found = COMMAND.exec(source); found; found = COMMAND.exec(source)) {
    const [head, name = ""] = found;
    const from = found.index + head.length;
    const color = name.endsWith("color") ? colorAt(source, from, finder) : null;
    if (color !== null && !source.includes("\\definecolor") && !isUnseen(head, color)) continue;
    const first = color === null ? behindGroup(source, from) : from + color.length + 1;
    const next = behind(ARGUMENT, source, first);
    // Without braces a colour lasts to the end of what is around it.
    if (color !== null && next === first) put(found.index, groupEnd(source, first));
    else put(found.index, color !== null || name === "style" ? behindGroup(source, next) : first);
  }
  return edits;
}

/** Where the group ends that is open at `from`; the end of a formula ends all. */
function groupEnd(source: string, from: number): number {
  let depth = 0;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i];
    if (char === "\\") i += 1;
    else if (char === "$" || (char === "}" && depth === 0)) return i;
    else if (char === "{") depth += 1;
    else if (char === "}") depth -= 1;
  }
  return source.length;
}

function behindGroup(source: string, from: number): number {
  const end = groupEnd(source, from);
  return source[end] === "}" ? end + 1 : end;
}

/** What stands in the braces of a colour; nothing when they are not closed. */
function colorAt(source: string, from: number, finder: Finder): string {
  const close = finder.next("}", from);
  return close < 0 ? "" : source.slice(from, close);
}

function isUnseen(head: string, color: string): boolean {
  const value = color.trim().toLowerCase();
  const model = /\[(\w+)\]/.exec(head)?.[1]?.toLowerCase();
  if (model === "rgb" && value.includes(",")) {
    const scale = value.includes(".") || !/\d\d/.test(value) ? 255 : 1;
    const parts = value.split(",").map((part) => Number.parseFloat(part) * scale);
    return unseen(`rgb(${parts.join(",")})`, undefined);
  }
  if (model === "gray") return Number.parseFloat(value) >= 0.95;
  return unseen(model === "html" ? `#${value}` : value, undefined);
}
