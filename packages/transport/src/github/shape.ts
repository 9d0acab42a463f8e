import type { FootnoteDefinition, List, Nodes, Root, RootContent, Table } from "mdast";
import { literal, withChildren } from "../markdown/tree.ts";
import { type Notes, words } from "./phrasing.ts";
import { openDetails, safeBlock } from "./safe-html.ts";

/**
 * A slice of a tree as it can be written to GitHub: what continues an earlier part stands by itself, HTML is
 * reduced to a few harmless tags, and nothing pings or refers to anybody.
 */
export function shaped(root: Root): Root {
  const children = flow(root.children, complete(root));
  const html = children.map((node) => (node.type === "html" ? node.value : "")).join("\n");
  const first = children.findIndex(({ type }) => type === "footnoteDefinition");
  for (let open = openDetails(html); open > 0; open -= 1) {
    children.splice(first < 0 ? children.length : first, 0, { type: "html", value: "</details>" });
  }
  return { type: "root", children };
}

function complete(root: Root): Notes {
  const defined = new Set<string>();
  const referred = new Set<string>();
  const walk = (node: Nodes): void => {
    if (node.type === "footnoteReference") referred.add(node.identifier);
    if (node.type === "footnoteDefinition" && !node.data?.continued) defined.add(node.identifier);
    if ("children" in node) node.children.forEach(walk);
  };
  walk(root);
  return defined.intersection(referred);
}

function flow(nodes: readonly RootContent[], notes: Notes): RootContent[] {
  return nodes.flatMap((node) => (notes.size === 0 ? alone(node) : block(node, notes)));
}

/** What each block is like without footnotes; the same objects again for whoever has seen them. */
const known = new WeakMap<RootContent, readonly RootContent[]>();

function alone(node: RootContent): readonly RootContent[] {
  const before = known.get(node);
  if (before) return before;
  const now = block(node, NO_NOTES);
  known.set(node, now);
  return now;
}

const NO_NOTES: Notes = new Set();

function block(node: RootContent, notes: Notes): RootContent[] {
  switch (node.type) {
    case "html": {
      const safe = safeBlock(node.value);
      if (safe !== null) return [{ type: "html", value: safe }];
      return literal(node.value).flatMap((one) => block(one, notes));
    }
    case "list":
      return list(node, notes);
    case "table":
      return [table(node, notes)];
    case "footnoteDefinition":
      return note(node, notes);
    case "blockquote":
    case "listItem":
      return [withChildren(node, flow(node.children, notes))];
    case "paragraph":
    case "heading":
      return [withChildren(node, words(node.children, notes))];
    default:
      return [node];
  }
}

/** An item that began in an earlier part has no bullet: it stands before the list. */
function list(node: List, notes: Notes): RootContent[] {
  const [first, ...rest] = node.children;
  if (!first?.data?.continued) return [withChildren(node, flow(node.children, notes))];
  const own = flow(first.children, notes);
  if (rest.length === 0) return own;
  const start = node.ordered ? { start: (node.start ?? 1) + 1 } : {};
  return [...own, { ...withChildren(node, flow(rest, notes)), ...start }];
}

/** A table without its header gets an empty one: GFM knows no other. */
function table(node: Table, notes: Notes): Table {
  const rows = node.children.map((row) =>
    withChildren(
      row,
      row.children.map((cell) => withChildren(cell, words(cell.children, notes))),
    ),
  );
  if (!node.data?.headless) return withChildren(node, rows);
  const width = Math.max(...rows.map(({ children }) => children.length));
  const cells = Array.from({ length: width }, (): Nodes => ({ type: "tableCell", children: [] }));
  const header = withChildren({ type: "tableRow", children: [] }, cells);
  return withChildren(node, [header, ...rows]);
}

function note(node: FootnoteDefinition, notes: Notes): RootContent[] {
  const children = flow(node.children, notes);
  if (notes.has(node.identifier) && !node.data?.continued) return [withChildren(node, children)];
  if (node.data?.continued) return children;
  const number = `[${node.label ?? node.identifier}] `;
  const [first, ...rest] = children;
  if (first?.type !== "paragraph") return [...literal(number), ...children];
  return [withChildren(first, [{ type: "text", value: number }, ...first.children]), ...rest];
}
