import type { Code } from "mdast";

declare module "mdast" {
  interface CodeData {
    /** The fence has no closing line: the mark that is missing. */
    unclosed?: string;
  }
}

const FENCE = /^(`{3,}|~{3,})[ \t]*(.*)$/;

/** Reads the fence in the first column that starts at line `i`, up to its closing line or the end. */
export function fenceAt(
  line: string,
  lines: readonly string[],
  i: number,
): { code: Code; last: number } | null {
  const [, mark, info = ""] = FENCE.exec(line) ?? [];
  if (!mark || (mark.startsWith("`") && info.includes("`"))) return null;
  let last = i + 1;
  while (last < lines.length && !closes(lines[last] ?? "", mark)) last += 1;
  const [lang = "", ...meta] = info.trim().split(/[ \t]+/);
  const value = lines.slice(i + 1, last).join("\n");
  const code: Code = { type: "code", lang: lang || null, meta: meta.join(" ") || null, value };
  return { code: last < lines.length ? code : { ...code, data: { unclosed: mark } }, last };
}

function closes(line: string, mark: string): boolean {
  const end = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return end !== undefined && end[0] === mark[0] && end.length >= mark.length;
}
