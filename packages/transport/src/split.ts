import type { Dialect, Rendered } from "./rendered.ts";

/** A fence's opener. The info string after backticks may not hold a backtick (CommonMark 4.5). */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Renders Markdown into parts that each fit one message: cut between blocks, then lines, then
 * sentences and words, then graphemes; a code fence is closed and opened again with its info string.
 *
 * @returns at least one part for text that is not blank; never a blank part.
 */
export function split(markdown: string, dialect: Dialect): Rendered[] {
  const whole = dialect.render(markdown);
  if (whole.plain.trim() === "") return [];
  if (dialect.fits(whole)) return [whole];
  const parts: string[] = [];
  let open = "";
  for (const block of blocks(markdown)) {
    const joined = open === "" ? block : `${open}\n\n${block}`;
    if (fits(joined, dialect)) {
      open = joined;
      continue;
    }
    if (open !== "") parts.push(open);
    const pieces = fits(block, dialect) ? [block] : breakBlock(block, dialect);
    open = pieces.pop() ?? "";
    parts.push(...pieces);
  }
  if (open !== "") parts.push(open);
  return parts.map((part) => dialect.render(part)).filter((part) => part.plain.trim() !== "");
}

function fits(source: string, dialect: Dialect): boolean {
  return dialect.fits(dialect.render(source));
}

/** Top-level blocks: separated by blank lines, a fence is one block. */
function blocks(markdown: string): string[] {
  const found: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split(/\r?\n/)) {
    const mark = FENCE.exec(line)?.[1];
    if (fence === null && line.trim() === "") {
      if (lines.length > 0) found.push(lines.join("\n"));
      lines = [];
      continue;
    }
    if (fence === null && mark) {
      // A fence is a block of its own, also without a blank line before it.
      if (lines.length > 0) found.push(lines.join("\n"));
      lines = [line];
      fence = mark;
      continue;
    }
    lines.push(line);
    if (fence !== null && line.trim().startsWith(fence) && /^[`~\s]*$/.test(line)) {
      found.push(lines.join("\n"));
      lines = [];
      fence = null;
    }
  }
  if (lines.length > 0) found.push(lines.join("\n"));
  return found;
}

function breakBlock(block: string, dialect: Dialect): string[] {
  const [first = "", ...rest] = block.split("\n");
  const fence = FENCE.exec(first);
  const room = fence?.[1] && fits(`${first}\nx\n${fence[1]}`, dialect);
  if (!fence?.[1] || !room) return fill(block.split("\n"), "\n", "", "", dialect);
  const closed = rest.at(-1)?.trim().startsWith(fence[1]) ?? false;
  const lines = closed ? rest.slice(0, -1) : rest;
  return fill(lines, "\n", `${first}\n`, `\n${fence[1]}`, dialect);
}

/** Greedily joins pieces; a piece that is too long alone is cut further. */
function fill(
  pieces: readonly string[],
  glue: string,
  head: string,
  tail: string,
  dialect: Dialect,
): string[] {
  const parts: string[] = [];
  let open: string | null = null;
  for (const piece of pieces) {
    const joined: string = open === null ? piece : open + glue + piece;
    if (fits(head + joined + tail, dialect)) {
      open = joined;
      continue;
    }
    if (open !== null) parts.push(open);
    if (fits(head + piece + tail, dialect)) {
      open = piece;
      continue;
    }
    const cut = cutLine(piece, (text) => fits(head + text + tail, dialect));
    open = cut.pop() ?? null;
    parts.push(...cut);
  }
  if (open !== null) parts.push(open);
  return parts.map((part) => head + part + tail);
}

/** Cuts one long line at sentence ends or spaces, else between graphemes. */
function cutLine(line: string, ok: (text: string) => boolean): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest !== "" && !ok(rest)) {
    const most = longestPrefix(rest, ok);
    const at = softEnd(rest.slice(0, most)) ?? most;
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === "" ? parts : [...parts, rest];
}

/** The longest prefix that is accepted and ends between graphemes; at least one grapheme. */
function longestPrefix(text: string, ok: (text: string) => boolean): number {
  const ends = [...graphemes.segment(text)].map(({ index, segment }) => index + segment.length);
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ok(text.slice(0, ends[middle]))) low = middle;
    else high = middle - 1;
  }
  return ends[low] ?? text.length;
}

/** Where to cut nicely: after the last sentence in the second half, else after the last space. */
function softEnd(text: string): number | null {
  const half = text.length / 2;
  const sentence = Math.max(...[". ", "! ", "? ", "。"].map((end) => text.lastIndexOf(end)));
  if (sentence > half) return sentence + 1;
  const space = text.lastIndexOf(" ");
  return space > half ? space + 1 : null;
}
