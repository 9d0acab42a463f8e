import type { List, ListItem, Nodes, Root, RootContent } from "mdast";
import { inline, type Place } from "./inline.ts";
import { plainText } from "./plain.ts";
import { type Mark, type Span, tidy } from "./spans.ts";
import { tableText } from "./table.ts";

/** One level of a list; platforms show it in a proportional font, where a bullet is wide. */
const STEP = "   ";
const MOST_INDENT = 8 * STEP.length;

/**
 * A tree as it looks on a platform that knows styles but no blocks: lists, tables and footnotes
 * are spelled in text, everything else is a mark. Both the markup and its plain twin are written
 * from these spans, so they say the same.
 */
export function layout(root: Root): Span[] {
  return tidy(flow(root.children, { marks: [], indent: "", gap: "\n\n" }));
}

function flow(nodes: readonly RootContent[], place: Place): Span[] {
  const spans: Span[][] = [];
  for (const node of nodes) {
    const next = block(node, place);
    if (next.length === 0) continue;
    const indent = isSolid(node) ? "" : place.indent;
    if (spans.length > 0) spans.push([{ text: place.gap + indent, marks: place.marks }]);
    spans.push(next);
  }
  return spans.flat();
}

/** Blocks of preformatted text begin in the first column. */
function isSolid(node: Nodes | undefined): boolean {
  return node?.type === "code" || node?.type === "table";
}

function block(node: RootContent, place: Place): Span[] {
  switch (node.type) {
    case "paragraph":
      return inline(node.children, place);
    case "heading":
      return inline(node.children, { ...place, marks: [...place.marks, { kind: "bold" }] });
    case "blockquote": {
      // Quotes do not nest (Bot API, formatting options): the inner one joins the outer.
      const inside = place.marks.some(({ kind }) => kind === "quote");
      const marks: readonly Mark[] = inside ? place.marks : [...place.marks, { kind: "quote" }];
      return flow(node.children, { ...place, marks, gap: "\n\n" });
    }
    case "list":
      return list(node, place);
    case "code":
      return solid(node.value, node.lang ?? null);
    case "table": {
      const cells = node.children.map((row) =>
        row.children.map((cell) =>
          plainText(inline(cell.children, { ...place, marks: [] }))
            .replace(/[ \t\n]+/g, " ")
            .trim(),
        ),
      );
      return cells.flat().every((cell) => cell === "") ? [] : solid(tableText(node, cells), null);
    }
    case "thematicBreak":
      return [{ text: "———", marks: place.marks }];
    case "footnoteDefinition": {
      const spans = flow(node.children, { ...place, gap: "\n" });
      if (node.data?.continued) return spans;
      return [{ text: `[${node.label ?? node.identifier}] `, marks: place.marks }, ...spans];
    }
    default:
      return inline([node], place);
  }
}

function list(node: List, place: Place): Span[] {
  const between = (node.spread ? "\n\n" : "\n") + place.indent;
  return node.children.flatMap((item, i) => {
    const number = node.ordered ? (node.start ?? 1) + i : null;
    const spans = listItem(item, number, place);
    return i === 0 ? spans : [{ text: between, marks: place.marks }, ...spans];
  });
}

function listItem(item: ListItem, number: number | null, place: Place): Span[] {
  const indent = place.indent.length < MOST_INDENT ? place.indent + STEP : place.indent;
  const spans = flow(item.children, { ...place, indent, gap: item.spread ? "\n\n" : "\n" });
  if (item.data?.continued) return spans;
  const box = item.checked == null ? "" : item.checked ? "☑" : "☐";
  const bullet = [number === null ? "" : `${number}.`, box].filter((one) => one !== "").join(" ");
  const marker = { text: `${bullet || "•"} `, marks: place.marks };
  if (!isSolid(item.children[0])) return [marker, ...spans];
  return [{ text: `${bullet || "•"}\n`, marks: place.marks }, ...spans];
}

/** Preformatted text takes no other mark, so it also interrupts a quote (see {@link tidy}). */
function solid(value: string, language: string | null): Span[] {
  const text = value.trimEnd().replace(/^\n+/, "");
  return text === "" ? [] : [{ text, marks: [{ kind: "pre", language }] }];
}
