import type { Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { type Chunk, chunks } from "./chunks.ts";
import { contain } from "./contain.ts";
import { resolve } from "./resolve.ts";
import { literal, literalTree, normalized } from "./tree.ts";
import { costOf } from "./wild.ts";

/** The cost that is worth parsing; the rest of such a text is shown as it was written. */
const BUDGET = 50_000;
const DEFINITION = /^ {0,3}(\[[^\]\n]+\]):.*$/gm;
const LABEL = /\[[^[\]\n]+\]/g;

// One tilde is no strikethrough: "~5 of ~10" is common in chats.
const extensions = [gfm({ singleTilde: false })];
const mdastExtensions = gfmFromMarkdown();

/**
 * Markdown (GFM) to a tree that any dialect can write and {@link split} can slice: references are
 * resolved, footnotes are numbered and stand at the end, and nesting is bounded. Never throws;
 * what would cost too much is shown as it was written.
 */
export function parse(markdown: string): Root {
  const source = normalized(markdown);
  try {
    return { type: "root", children: resolve(pieces(source)), data: { source: markdown } };
  } catch {
    // The parser's own recursion ran out of stack: the text is worth more than its markup.
    return literalTree(source);
  }
}

function pieces(source: string): RootContent[] {
  const all = chunks(source);
  const definitions = new Map<string, string>();
  if (all.length > 1) {
    for (const [line, label = ""] of source.matchAll(DEFINITION)) definitions.set(key(label), line);
  }
  let spent = 0;
  return all.flatMap((chunk: Chunk): RootContent[] => {
    if (typeof chunk !== "string") return [chunk];
    const cost = costOf(chunk);
    if (cost !== null) spent += cost;
    return cost === null || spent > BUDGET ? literal(chunk) : pieceOf(chunk, definitions);
  });
}

/** Labels are equal without regard to case and white space (CommonMark 4.7). */
function key(label: string): string {
  return label.toLowerCase().replace(/\s+/g, " ");
}

/** One chunk to a tree with positions. May run out of stack. */
export function parseChunk(source: string): Root {
  return fromMarkdown(source, { extensions, mdastExtensions });
}

/** A chunk gets the definitions it may need: without them `[a]` would be no reference. */
function pieceOf(chunk: string, definitions: ReadonlyMap<string, string>): RootContent[] {
  const labels = definitions.size > 0 ? new Set(chunk.match(LABEL)?.map(key)) : [];
  const needed = [...labels].flatMap((label) => definitions.get(label) ?? []);
  const prefix = needed.map((line) => `${line}\n\n`).join("");
  const source = prefix + chunk;
  const { children } = parseChunk(source);
  const own = children.filter(({ position }) => (position?.start.offset ?? 0) >= prefix.length);
  return own.map((node) => contain(node, source));
}
