import type { Nodes, Parents, RootContent } from "mdast";
import { paragraph, withChildren, wordsOf } from "./tree.ts";

const MOST_DEPTH = 12;
/** A link must fit a part together with some of its text. */
const MOST_URL = 1000;
const MOST_ALT = 500;
const MOST_COLUMNS = 40;

/**
 * Bounds what a slice of the tree must carry with every part: deep nesting and very wide tables
 * are shown as they were written, very long addresses become text. References that may turn out
 * to be none keep their source.
 */
export function contain<N extends RootContent>(node: N, source: string): RootContent {
  return bounded(node, source, 0) as RootContent;
}

function bounded(node: Nodes, source: string, depth: number): Nodes {
  switch (node.type) {
    case "definition":
      return { ...node, data: { ...node.data, literal: sourceOf(node, source) } };
    case "linkReference":
    case "imageReference":
      node.data = { ...node.data, literal: sourceOf(node, source) };
      break;
    case "footnoteReference":
      return { ...node, data: { ...node.data, literal: sourceOf(node, source) } };
    case "table":
      if ((node.children[0]?.children.length ?? 0) > MOST_COLUMNS) {
        return paragraph(sourceOf(node, source));
      }
      break;
    case "link":
      if (node.url.length <= MOST_URL) break;
      return { type: "text", value: spelled(wordsOf(node), node.url) };
    case "image": {
      const alt = node.alt ?? "";
      if (node.url.length <= MOST_URL && alt.length <= MOST_ALT) return node;
      return { type: "text", value: spelled(alt, node.url) };
    }
  }
  if (!("children" in node)) return node;
  const block = isContainer(node);
  if (block && depth >= MOST_DEPTH) return paragraph(sourceOf(node, source));
  const deeper = block ? depth + 1 : depth;
  return withChildren(
    node,
    node.children.map((child) => bounded(child, source, deeper)),
  );
}

function isContainer(node: Parents): boolean {
  return node.type === "blockquote" || node.type === "list";
}

function spelled(text: string, url: string): string {
  return text === "" || text === url ? url : `${text} (${url})`;
}

function sourceOf(node: Nodes, source: string): string {
  const { start, end } = node.position ?? {};
  return source.slice(start?.offset ?? 0, end?.offset ?? 0);
}
