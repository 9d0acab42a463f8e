import type { Delete, Emphasis, Nodes, Strong } from "mdast";
import { withChildren, wordsOf } from "../markdown/tree.ts";
import { neutral, notClosing } from "./neutral.ts";
import { isSafeTag } from "./safe-html.ts";

/** Footnotes with their text and a reference in the same message: the others would not be shown. */
export type Notes = ReadonlySet<string>;

/** The text of a whole block. A space at a cut would be spelled: `&#x20;`. */
export function words(nodes: readonly Nodes[], notes: Notes): Nodes[] {
  return trimmed(trimmed(phrasing(nodes, notes), "start"), "end");
}

function trimmed(nodes: readonly Nodes[], side: "start" | "end"): Nodes[] {
  const left = [...nodes];
  for (;;) {
    const i = side === "start" ? 0 : left.length - 1;
    const node = left[i];
    if (!node || !(node.type === "text" || isStyle(node))) return left;
    const bare =
      node.type === "text"
        ? { ...node, value: node.value.replace(side === "start" ? /^[ \t\n]+/ : TRAILING, "") }
        : withChildren(node, trimmed(node.children, side));
    if (!isEmpty(bare)) {
      left[i] = bare;
      return left;
    }
    left.splice(i, 1);
  }
}

/** From the first of them only: otherwise each would be tried. */
const TRAILING = /(?<![ \t\n])[ \t\n]+$/;

/** Text inside a block. */
function phrasing(nodes: readonly Nodes[], notes: Notes): Nodes[] {
  const merged: Nodes[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    const next = worded(node, notes);
    if (next.type === "text" && last?.type === "text") last.value += next.value;
    else if (!isEmpty(next)) merged.push(next);
  }
  return merged.map((node, i) => {
    if (node.type !== "text") return node;
    const next = merged[i + 1];
    const value = next?.type === "link" ? notClosing(node.value, next.url) : node.value;
    return { type: "text", value: neutral(value) };
  });
}

/** A copy, as neighbours may be merged into it. */
function worded(node: Nodes, notes: Notes): Nodes {
  switch (node.type) {
    case "text":
      return { type: "text", value: node.value };
    case "html":
      return isSafeTag(node.value) ? node : { type: "text", value: node.value };
    case "footnoteReference":
      if (notes.has(node.identifier)) return node;
      return { type: "text", value: `[${node.label ?? node.identifier}]` };
    case "link":
      // A title is read by nobody. An address that is its own text stays whole.
      if (wordsOf(node) === node.url) return { ...node, title: null };
      return { ...withChildren(node, phrasing(node.children, notes)), title: null };
    case "image":
      return { ...node, title: null };
    default:
      return "children" in node ? withChildren(node, phrasing(node.children, notes)) : node;
  }
}

/** A style around nothing would be written as bare marks. */
function isEmpty(node: Nodes): boolean {
  return node.type === "text" ? node.value === "" : isStyle(node) && node.children.length === 0;
}

function isStyle(node: Nodes): node is Strong | Emphasis | Delete {
  return node.type === "strong" || node.type === "emphasis" || node.type === "delete";
}
