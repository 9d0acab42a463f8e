import type { Nodes } from "mdast";
import { chunks } from "./chunks.ts";
import { finish } from "./delimiters.ts";
import { parseChunk } from "./parse.ts";
import { normalized } from "./tree.ts";
import { costOf } from "./wild.ts";

/**
 * The beginning of a Markdown text, as it has streamed in so far, made to look like itself: open
 * fences, code spans and styles are closed, a link shows its words until its address is there, and
 * a line that is only the beginning of a mark waits. Only the last block is looked at. Never throws.
 *
 * @example closePartial("see **the [do") // "see **the do**"
 */
export function closePartial(markdown: string): string {
  const source = normalized(markdown);
  const last = chunks(source).at(-1);
  if (last === undefined) return source;
  if (typeof last !== "string") {
    const mark = last.data?.unclosed;
    if (!mark) return source;
    // A shorter run at the end is the closing line on its way.
    return `${source.replace(/\n {0,3}(?:`+|~+)$/, "")}\n${mark}`;
  }
  const chunk = withoutStub(last);
  const before = source.slice(0, source.length - last.length);
  return before + closedChunk(chunk);
}

function closedChunk(chunk: string): string {
  if (costOf(chunk) === null) return chunk;
  const span = lastText(chunk);
  if (!span || chunk.slice(span.end).trim() !== "") return chunk;
  // A cell that has its closing bar is complete.
  if (span.cell && chunk[span.end - 1] === "|") return chunk;
  const { text, closing } = finish(chunk.slice(span.start, span.end));
  return chunk.slice(0, span.start) + text + closing;
}

/** The last paragraph, heading or cell; `null` when the text ends in something else. */
function lastText(chunk: string): { start: number; end: number; cell: boolean } | null {
  let node: Nodes | undefined;
  try {
    node = parseChunk(chunk);
  } catch {
    // Too deep for the parser, so it will be shown as it was written (see `parse`).
    return null;
  }
  while (node && "children" in node && !/^(?:paragraph|heading|tableCell)$/.test(node.type)) {
    node = node.children.at(-1);
  }
  if (!node || !("children" in node)) return null;
  const { start, end } = node.position ?? {};
  return { start: start?.offset ?? 0, end: end?.offset ?? 0, cell: node.type === "tableCell" };
}

/** Without a last line that would mean something else than it will. */
function withoutStub(chunk: string): string {
  const at = chunk.lastIndexOf("\n") + 1;
  const above = chunk.slice(0, at).split("\n").at(-2) ?? "";
  const line = chunk.slice(at);
  // A bare dash under text makes it a heading; `#`, `*` and ticks alone say nothing yet.
  if (/^[ \t>]*(?:#{1,6}[ \t]*|[-+*_`~]{1,2}|=+)$/.test(line)) return chunk.slice(0, at);
  const box = /^([ \t>]*[-+*][ \t]+)\[[ xX]?\]?$/.exec(line)?.[1];
  if (box !== undefined) return chunk.slice(0, at) + box;
  if (!/^\|[ \t:|-]*$/.test(line) || !/^\|.*\|[ \t]*$/.test(above)) return chunk;
  // The rule under a table's header, as far as it has come: no table before it is whole.
  if (chunk.slice(0, at).split("\n").at(-3)?.trim()) return chunk;
  const columns = above.trim().slice(1, -1).split("|").length;
  return `${chunk.slice(0, at)}|${" - |".repeat(columns)}`;
}
