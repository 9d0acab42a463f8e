import type { Nodes, Root, Table } from "mdast";
import { withChildren } from "./tree.ts";

/**
 * A node with its place in the text. The text is that of all leaves, one after the other; a leaf
 * without text counts one. A cut is a number between two of its characters.
 */
export interface Piece<N extends Nodes = Nodes> {
  readonly node: N;
  readonly from: number;
  readonly to: number;
  readonly pieces: readonly Piece[];
}

/** Places every node; `text` is what the cuts count in. */
export function measure(root: Root): { piece: Piece<Root>; text: string } {
  const parts: string[] = [];
  let at = 0;
  const walk = <N extends Nodes>(node: N): Piece<N> => {
    const from = at;
    const pieces = "children" in node ? node.children.map((child) => walk<Nodes>(child)) : [];
    if (at === from) {
      const own = "value" in node && node.value !== "" ? node.value : "\n";
      parts.push(own);
      at += own.length;
    }
    return { node, from, to: at, pieces };
  };
  return { piece: walk(root), text: parts.join("") };
}

/**
 * The tree between two cuts: everything around a leaf comes along, so styles, quotes, fences and
 * lists that span a cut open again by themselves. `headers`: a table that goes on has its header
 * again, which the caller wants unless it leaves no room.
 */
export function slice(root: Piece<Root>, from: number, to: number, headers: boolean): Root {
  const node = between(root, from, to, headers);
  if (node.type !== "root" || node === root.node) return root.node;
  return { type: "root", children: node.children };
}

function between(piece: Piece, from: number, to: number, headers: boolean): Nodes {
  const { node, pieces } = piece;
  if (from <= piece.from && piece.to <= to) return node;
  if ("value" in node) {
    const value = node.value.slice(Math.max(0, from - piece.from), to - piece.from);
    if (node.type !== "code") return { ...node, value };
    // The line end at the cut separates two parts now.
    return { ...node, value: value.replace(/\n$/, "") };
  }
  if (!("children" in node)) return node;
  const first = firstAfter(pieces, from);
  const last = firstAfter(pieces, to - 1);
  const children = pieces.slice(first, last + 1).map((one) => between(one, from, to, headers));
  const begun = piece.from < from;
  switch (node.type) {
    case "list":
      if (!node.ordered) break;
      return { ...withChildren(node, children), start: (node.start ?? 1) + first };
    case "listItem":
    case "footnoteDefinition":
      if (!begun) break;
      return { ...withChildren(node, children), data: { ...node.data, continued: true } };
    case "table":
      if (!begun) break;
      return tableRest(node, pieces[0], children, from, headers);
    case "tableRow":
      // The cells of earlier parts stay as empty ones, so that the columns stay where they are.
      return withChildren(node, [
        ...pieces.slice(0, first).map((): Nodes => ({ type: "tableCell", children: [] })),
        ...children,
      ]);
  }
  return withChildren(node, children);
}

/** The index of the first piece that ends after a place. */
export function firstAfter(pieces: readonly Piece[], place: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.to ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function tableRest(
  node: Table,
  header: Piece | undefined,
  rows: readonly Nodes[],
  from: number,
  headers: boolean,
): Nodes {
  if (!header || header.to > from) return withChildren(node, rows);
  if (headers) return withChildren(node, [header.node, ...rows]);
  return { ...withChildren(node, rows), data: { ...node.data, headless: true } };
}
