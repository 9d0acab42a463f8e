import { unseen } from "./color.ts";
import { type Edit, type Range, ranged } from "./edit.ts";
import { Finder } from "./finder.ts";

const COMMAND =
  /\\([hv]?phantom|label|tag\*?|color|textcolor|mathcolor)(?![a-zA-Z])(?:\[[^\]\n]{0,20}\])?\s{0,9}\{/g;
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
    if (!name.endsWith("color")) {
      put(found.index, groupEnd(source, from));
      continue;
    }
    const close = finder.next("}", from);
    const color = close < 0 ? "" : source.slice(from, Math.min(close, from + 40));
    if (!isUnseen(head, color)) continue;
    const argument = /^\s{0,9}\{/.exec(source.slice(close + 1, close + 11))?.[0].length;
    // Without braces a colour lasts to the end of what is around it.
    put(
      found.index,
      groupEnd(source, close + 1 + (argument ?? 0)) - (argument === undefined ? 1 : 0),
    );
  }
  return edits;
}

/** Behind the brace that closes the one before `from`; a formula's end closes all. */
function groupEnd(source: string, from: number): number {
  let depth = 1;
  for (let i = from; i < source.length; i += 1) {
    const char = source[i];
    if (char === "\\") i += 1;
    else if (char === "$") return i;
    else if (char === "{") depth += 1;
    else if (char === "}") {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return source.length;
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
