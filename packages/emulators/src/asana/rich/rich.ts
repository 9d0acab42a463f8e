import { badRequest } from "../refusal.ts";
import { parseXml, type XmlElement, XmlFault, type XmlNode } from "./xml.ts";

/** Rich text as Asana keeps it: how a link reads depends on who looks. */
export type RichNode = string | RichElement | RichLink;

export interface RichElement {
  readonly kind: "element";
  readonly tag: string;
  readonly children: readonly RichNode[];
}

export interface RichLink {
  readonly kind: "link";
  /** What is mentioned; null for a plain address. */
  readonly gid: string | null;
  readonly href: string | null;
  /** The name of what is mentioned stands for the link's own words. */
  readonly isDynamic: boolean;
  readonly children: readonly RichNode[];
}

/** AS-docs rich-text, "reading": what comments have. `pre` and `blockquote` are reported, not listed. */
export const COMMENT_TAGS: ReadonlySet<string> = new Set(
  "strong em u s code ol ul li a".split(" "),
);

/** AS-docs rich-text: descriptions of tasks have headers and rules besides. */
export const NOTES_TAGS: ReadonlySet<string> = new Set([...COMMENT_TAGS, "h1", "h2", "hr"]);

/** AS-docs rich-text, "links": every attribute of `<a>`. */
const LINK_ATTRIBUTES = [
  "href",
  ..."gid accessible dynamic type project tag".split(" ").map((name) => `data-asana-${name}`),
];

const LISTS = ["ul", "ol"];

/** forum and recorded answers; the same words for every fault of the markup. */
const INVALID = "XML is invalid";

/**
 * Reads `html_text` or `html_notes` as strictly as it is documented.
 *
 * @param canLink whether the author may see what he mentions
 * @throws Refusal 400: all of it is lost (AS-docs rich-text, "writing")
 */
export function readRich(
  source: string,
  tags: ReadonlySet<string>,
  canLink: (gid: string) => boolean,
): readonly RichNode[] {
  const root = parse(source);
  if (root.name !== "body" || root.attributes.size > 0) throw badRequest(INVALID);
  return root.children.map((child) => convert(child, "body"));

  function convert(node: XmlNode, parent: string): RichNode {
    if (typeof node === "string") {
      if (LISTS.includes(parent) && node.trim() !== "") throw badRequest(INVALID);
      return node;
    }
    // Case matters: tags must "match the case of supported tags" (AS-docs rich-text).
    if (!tags.has(node.name)) throw badRequest(INVALID);
    // mcp-server-asana src/asana-validate-xml.ts: only items in lists, and items nowhere else.
    if ((node.name === "li") !== LISTS.includes(parent)) throw badRequest(INVALID);
    if (node.name === "a") return link(node);
    // AS-docs rich-text: "Only <a> tags support attributes".
    if (node.attributes.size > 0) throw badRequest(INVALID);
    const children = node.children.map((child) => convert(child, node.name));
    if (node.name === "hr" && children.length > 0) throw badRequest(INVALID);
    return { kind: "element", tag: node.name, children };
  }

  function link(node: XmlElement): RichLink {
    for (const name of node.attributes.keys()) {
      if (!LINK_ATTRIBUTES.includes(name)) throw badRequest(INVALID);
    }
    const gid = node.attributes.get("data-asana-gid") ?? null;
    const href = node.attributes.get("href") ?? null;
    const reached = gid !== null && canLink(gid);
    // AS-docs rich-text: no access and no href, or neither gid nor a valid href.
    if (!reached && (href === null || !isAddress(href))) throw badRequest(INVALID);
    const children = node.children.map((child) => convert(child, "a"));
    const isDynamic = gid !== null && node.attributes.get("data-asana-dynamic") !== "false";
    return { kind: "link", gid, href, isDynamic, children };
  }
}

function parse(source: string): XmlElement {
  try {
    return parseXml(source);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    throw badRequest(INVALID);
  }
}

function isAddress(href: string): boolean {
  return ["http:", "https:", "mailto:"].includes(URL.parse(href)?.protocol ?? "");
}

/** The gids that are mentioned, once each. */
export function mentioned(nodes: readonly RichNode[]): string[] {
  const found = nodes.flatMap((node): string[] => {
    if (typeof node === "string") return [];
    const inside = mentioned(node.children);
    return node.kind === "link" && node.gid !== null ? [node.gid, ...inside] : inside;
  });
  return [...new Set(found)];
}
