import type { Definition, FootnoteDefinition, Nodes, RootContent } from "mdast";
import { paragraph, withChildren } from "./tree.ts";

declare module "mdast" {
  interface Data {
    /** The source of a reference or definition, to show when it leads nowhere. */
    literal?: string;
  }
}

/**
 * Makes every slice of a text complete: references become links and images, footnotes get their
 * number and move to the end. A definition nobody refers to, like `[Note]: important`, was meant as
 * text and stays text.
 */
export function resolve(nodes: readonly RootContent[]): RootContent[] {
  const book = collect(nodes);
  const body = nodes.flatMap((node) => (node.type === "footnoteDefinition" ? [] : one(node, book)));
  // Footnotes may refer to footnotes, so the numbers grow while they are walked.
  const notes: RootContent[] = [];
  for (const id of book.numbers.keys()) notes.push(...note(id, book));
  for (const id of book.notes.keys()) {
    if (!book.numbers.has(id)) notes.push(...note(id, book));
  }
  return [...body, ...notes].flatMap((node) => unused(node, book)) as RootContent[];
}

interface Book {
  readonly definitions: Map<string, Definition>;
  readonly notes: Map<string, FootnoteDefinition>;
  /** Of footnotes, in the order of their first mention. */
  readonly numbers: Map<string, number>;
  readonly used: Set<Definition>;
}

function collect(nodes: readonly Nodes[], known?: Book): Book {
  const book = known ?? {
    definitions: new Map(),
    notes: new Map(),
    numbers: new Map(),
    used: new Set(),
  };
  for (const node of nodes) {
    // CommonMark: the first definition of a label wins.
    if (node.type === "definition") {
      if (!book.definitions.has(node.identifier)) book.definitions.set(node.identifier, node);
    } else if (node.type === "footnoteDefinition") {
      if (!book.notes.has(node.identifier)) book.notes.set(node.identifier, node);
    }
    if ("children" in node && node.type !== "paragraph") collect(node.children, book);
  }
  return book;
}

function one(node: Nodes, book: Book): Nodes[] {
  switch (node.type) {
    case "footnoteDefinition":
      // Inside a list or a quote: it is shown at the end with the others.
      return [];
    case "footnoteReference": {
      if (!book.notes.has(node.identifier)) return text(node.data?.literal);
      return [{ ...node, label: numberOf(node.identifier, book) }];
    }
    case "linkReference": {
      const target = lookUp(node.identifier, book);
      const children = node.children.flatMap((child) => one(child, book));
      if (!target) return text(node.data?.literal);
      return [withChildren({ type: "link", url: target.url, children: [] }, children)];
    }
    case "imageReference": {
      const target = lookUp(node.identifier, book);
      if (!target) return text(node.data?.literal);
      return [{ type: "image", url: target.url, alt: node.alt ?? null }];
    }
  }
  if (!("children" in node)) return [node];
  return [
    withChildren(
      node,
      node.children.flatMap((child) => one(child, book)),
    ),
  ];
}

function note(id: string, book: Book): RootContent[] {
  const found = book.notes.get(id);
  if (!found) return [];
  const label = numberOf(id, book);
  const children = found.children.flatMap((child) => one(child, book));
  return [withChildren({ ...found, label }, children)];
}

function numberOf(id: string, { numbers }: Book): string {
  const number = numbers.get(id) ?? numbers.size + 1;
  numbers.set(id, number);
  return String(number);
}

function unused(node: Nodes, book: Book): Nodes[] {
  if (node.type === "definition") {
    return book.used.has(node) ? [] : [paragraph(node.data?.literal ?? node.url)];
  }
  if (!("children" in node) || book.definitions.size === 0) return [node];
  return [
    withChildren(
      node,
      node.children.flatMap((child) => unused(child, book)),
    ),
  ];
}

function lookUp(identifier: string, book: Book): Definition | undefined {
  const found = book.definitions.get(identifier);
  if (found) book.used.add(found);
  return found;
}

function text(value: string | undefined): Nodes[] {
  return value ? [{ type: "text", value }] : [];
}
