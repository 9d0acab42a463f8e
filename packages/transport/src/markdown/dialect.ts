import type { Root, RootContent } from "mdast";
import type { Dialect, Rendered } from "../rendered.ts";
import { chunks } from "./chunks.ts";
import { literal, normalized, wordsOf } from "./tree.ts";

/** A dialect that can also write a slice of a tree, so that {@link split} can cut for it. */
export interface TreeDialect extends Dialect {
  /** Never throws. */
  parse(markdown: string): Root;
  /** The tree in the platform's markup. */
  write(root: Root): Rendered;
}

/**
 * A dialect that shows Markdown as it was written; a fence that is cut is closed and opened again
 * with its info string. Holds up to a number of code points and bytes.
 */
export function plainDialect(limits: { codePoints: number; bytes: number }): TreeDialect {
  const plain = (text: string): Rendered => ({ text, plain: text, format: "plain" });
  return {
    name: "plain",
    parse: writtenTree,
    write({ children, data }) {
      const text = data?.source ?? children.map(written).join("\n\n");
      return plain(text.toWellFormed().trim());
    },
    render: (markdown) => plain(markdown.toWellFormed().trim()),
    fits: ({ text }) => holds(text, limits),
  };
}

/** Paragraphs as they were written, and code as code. */
function writtenTree(markdown: string): Root {
  const children = chunks(normalized(markdown)).flatMap((chunk) =>
    typeof chunk === "string" ? literal(chunk) : [chunk],
  );
  return { type: "root", children, data: { source: markdown } };
}

function written(node: RootContent): string {
  if (node.type !== "code") return wordsOf(node).trim();
  // Longer than any run inside, which would close it.
  let mark = "```";
  for (const [run] of node.value.matchAll(/`+/g)) if (run.length >= mark.length) mark = `${run}\``;
  const info = [node.lang, node.meta].filter((one) => one != null).join(" ");
  return `${mark}${info}\n${node.value}\n${mark}`;
}

const encoder = new TextEncoder();

/** Whether a text keeps to a number of code points and bytes. */
export function holds(text: string, limits: { codePoints: number; bytes: number }): boolean {
  if (text.length <= limits.codePoints && text.length * 3 <= limits.bytes) return true;
  // A code point has at most two code units; a short cut for texts that are far too long.
  if (text.length > limits.codePoints * 2 || [...text].length > limits.codePoints) return false;
  return encoder.encode(text).byteLength <= limits.bytes;
}
