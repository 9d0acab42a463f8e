import type { Nodes } from "mdast";
import type { Mark, Span } from "./spans.ts";
import { wordsOf } from "./tree.ts";

/** Where a block stands. */
export interface Place {
  readonly marks: readonly Mark[];
  /** Goes in front of every line but the first. */
  readonly indent: string;
  /** Between blocks. */
  readonly gap: "\n" | "\n\n";
}

/** Text inside a block. A line end stays one: chats and comments show what was typed. */
export function inline(nodes: readonly Nodes[], place: Place): Span[] {
  return nodes.flatMap((node) => one(node, place)).filter(({ text }) => text !== "");
}

function one(node: Nodes, place: Place): Span[] {
  const say = (text: string, marks = place.marks): Span[] => [
    { text: text.replaceAll("\n", `\n${place.indent}`), marks },
  ];
  switch (node.type) {
    case "text":
    case "html":
      return say(node.value);
    case "break":
      return say("\n");
    case "inlineCode":
      return say(node.value, codeMarks(place.marks));
    case "emphasis":
      return inline(node.children, inside(place, { kind: "italic" }));
    case "strong":
      return inline(node.children, inside(place, { kind: "bold" }));
    case "delete":
      return inline(node.children, inside(place, { kind: "strike" }));
    case "link": {
      if (node.url === "") return inline(node.children, place);
      const linked = inside(place, { kind: "link", url: node.url });
      const spans = inline(node.children, linked);
      return spans.length > 0 ? spans : say(node.url, linked.marks);
    }
    case "image": {
      const alt = node.alt || node.url;
      return say(
        alt,
        node.url ? inside(place, { kind: "link", url: node.url }).marks : place.marks,
      );
    }
    case "footnoteReference":
      return say(`[${node.label ?? node.identifier}]`);
    default:
      return "children" in node ? inline(node.children, place) : say(wordsOf(node));
  }
}

/** A style inside the same style adds nothing; links do not nest. */
function inside(place: Place, mark: Mark): Place {
  if (place.marks.some(({ kind }) => kind === mark.kind)) return place;
  return { ...place, marks: [...place.marks, mark] };
}

/** Code takes no style and no link (Bot API, formatting options), but may stand in a quote. */
function codeMarks(marks: readonly Mark[]): readonly Mark[] {
  if (marks.some(({ kind }) => kind === "link")) return marks;
  return [...marks.filter(({ kind }) => kind === "quote"), { kind: "code" }];
}
