import type { RichLink, RichNode } from "./rich.ts";

/** What a link points to, for somebody who may see it. */
export interface LinkTarget {
  readonly type: "user" | "task" | "project" | "attachment";
  /** As it stands in the text, `@Tess` for a person. */
  readonly label: string;
  readonly href: string;
}

/** Null: it is not there, or not for these eyes. */
export type Resolve = (gid: string) => LinkTarget | null;

/** `html_text` for one reader. */
export function toHtml(nodes: readonly RichNode[], resolve: Resolve): string {
  return `<body>${toFragment(nodes, resolve)}</body>`;
}

/** Without the body: that is how the stories of the system come (recorded). */
export function toFragment(nodes: readonly RichNode[], resolve: Resolve): string {
  return nodes
    .map((node) => {
      if (typeof node === "string") return escapeXml(node);
      if (node.kind === "link") return linkHtml(node, resolve);
      if (node.tag === "hr") return "<hr/>";
      return `<${node.tag}>${toFragment(node.children, resolve)}</${node.tag}>`;
    })
    .join("");
}

/** AS-docs rich-text, "links": in each case the attributes of the example, in its order. */
function linkHtml({ gid, href, isDynamic, children }: RichLink, resolve: Resolve): string {
  const content = toFragment(children, resolve);
  // tests of asana-cli: Asana adds the attribute to plain links, too.
  if (gid === null) return anchor({ href, "data-asana-accessible": "true" }, content);
  const target = resolve(gid);
  if (!target) {
    const hidden = { href: href ?? "", "data-asana-accessible": "false" };
    return anchor({ ...hidden, "data-asana-dynamic": "true" }, "Private Link");
  }
  const known = {
    "data-asana-accessible": "true",
    "data-asana-dynamic": String(isDynamic),
    "data-asana-type": target.type,
    "data-asana-gid": gid,
  };
  if (!isDynamic) return anchor(known, content);
  return anchor({ href: target.href, ...known }, escapeXml(target.label));
}

function anchor(attributes: Readonly<Record<string, string | null>>, content: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escapeXml(value ?? "").replaceAll('"', "&quot;")}"`);
  return `<a${written.join("")}>${content}</a>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * `text` for one reader. A mention is the raw link (AS-docs rich-text, "the raw link generated");
 * how lists look is not documented.
 */
export function toText(nodes: readonly RichNode[], resolve: Resolve): string {
  return nodes.map((node) => plain(node, resolve)).join("");
}

function plain(node: RichNode, resolve: Resolve): string {
  if (typeof node === "string") return node;
  if (node.kind === "link") {
    const target = node.gid === null || !node.isDynamic ? null : resolve(node.gid);
    if (target) return target.href;
    return node.isDynamic ? (node.href ?? "Private Link") : toText(node.children, resolve);
  }
  if (node.tag === "ul" || node.tag === "ol") {
    const items = node.children.filter((child) => typeof child !== "string");
    const lines = items.map((item, n) => {
      const sign = node.tag === "ol" ? `${n + 1}.` : "-";
      return `${sign} ${plain(item, resolve).replaceAll("\n", "\n  ").trimEnd()}`;
    });
    return `\n${lines.join("\n")}\n`;
  }
  if (node.tag === "hr") return "\n";
  const content = toText(node.children, resolve);
  return node.tag === "h1" || node.tag === "h2" ? `\n${content}\n` : content;
}
