import type { Nodes, Paragraph, Parents, Root, RootContent } from "mdast";

declare module "mdast" {
  interface RootData {
    /** The Markdown of the whole tree, for a dialect that shows it as it was written. */
    source?: string;
  }
  interface ListItemData {
    /** The item began in an earlier part: no marker again. */
    continued?: boolean;
  }
  interface FootnoteDefinitionData {
    /** The footnote began in an earlier part: no number again. */
    continued?: boolean;
  }
  interface TableData {
    /** The header stands in an earlier part and is too large to repeat: the first row is a row. */
    headless?: boolean;
  }
}

/** A copy with other children. The caller keeps to what the node may contain. */
export function withChildren<N extends Parents>(node: N, children: readonly Nodes[]): N {
  return { ...node, children: [...children] } as N;
}

export function paragraph(value: string): Paragraph {
  return { type: "paragraph", children: [{ type: "text", value }] };
}

/** The text as it was written: a paragraph for each run of lines that are not blank. */
export function literal(text: string): RootContent[] {
  const runs = text.split(/\n(?:[ \t]*\n)+/).map((run) => run.replace(/^\n|\n$/g, ""));
  return runs.filter((run) => run.trim() !== "").map(paragraph);
}

/** The words of a node, without any markup. */
export function wordsOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if (node.type === "image" || node.type === "imageReference") return node.alt ?? "";
  if (node.type === "break") return " ";
  return "children" in node ? node.children.map(wordsOf).join("") : "";
}

/** Line ends as one character, no lone surrogates. */
export function normalized(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n");
}

/** A tree that shows the text as it was written. */
export function literalTree(text: string): Root {
  return { type: "root", children: literal(normalized(text)), data: { source: text } };
}

/**
 * Whether nothing of this can be seen. Platforms refuse such a message, also when it consists of
 * invisible characters: format characters, Hangul fillers, the Braille blank.
 */
export function isBlank(text: string): boolean {
  return /^[\s\p{Z}\p{Cc}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0\uFFFC]*$/u.test(text);
}
