import type { List, ListItem, RootContent } from "mdast";
import { holds, type TreeDialect } from "../markdown/dialect.ts";
import { layout } from "../markdown/layout.ts";
import { parse } from "../markdown/parse.ts";
import { plainText } from "../markdown/plain.ts";
import { isBlank } from "../markdown/tree.ts";
import { shown, tagged } from "./tags.ts";

/**
 * How long a comment may be is not documented. This is far above a long answer, and a refusal for its length
 * splits it further.
 */
const COMMENT = { codePoints: 10_000, bytes: 40_000 };

/**
 * Markdown as Asana's rich text: strict XML with the tags that comments are documented to take. An unknown tag
 * or attribute costs the whole comment (Asana, rich text), so nothing else is written.
 */
export const asanaXml: TreeDialect = {
  name: "asana-xml",
  parse,
  write({ children }) {
    const plain = shown(plainText(layout({ type: "root", children })));
    return { text: `<body>${flow(children)}</body>`, plain, format: "markup" };
  },
  render: (markdown) => asanaXml.write(parse(markdown)),
  fits: ({ text, plain }) => holds(text, COMMENT) && holds(plain, COMMENT),
};

/** Blocks one below the other. Only lists are tags; line breaks are line breaks, there is no `<p>` or `<br>`. */
function flow(nodes: readonly RootContent[], gap = "\n"): string {
  const parts: string[] = [];
  let run: RootContent[] = [];
  const flush = () => {
    const text = tagged(layout({ type: "root", children: run }));
    if (text !== "") parts.push(text);
    run = [];
  };
  for (const node of nodes) {
    const xml = node.type === "list" ? list(node) : null;
    if (xml === null) run.push(node);
    else {
      flush();
      parts.push(xml);
    }
  }
  flush();
  return parts.join(gap);
}

/**
 * A list in tags; null when tags cannot say it: they always count from one, and an item of theirs is never
 * empty. Then it is spelled, like every list inside a quote.
 */
function list(node: List): string | null {
  const [first, ...rest] = node.children;
  if (first?.data?.continued) {
    const after: List = { ...node, start: (node.start ?? 1) + 1, children: rest };
    const begun = flow(first.children);
    return rest.length === 0 ? begun : `${begun}\n${list(after) ?? spelled(after)}`;
  }
  if (node.ordered && (node.start ?? 1) !== 1) return null;
  const items = node.children.map(item);
  if (items.some((one) => isBlank(one.replace(/<[^>]*>/g, "")))) return null;
  const tag = node.ordered ? "ol" : "ul";
  return `<${tag}>${items.map((one) => `<li>${one}</li>`).join("")}</${tag}>`;
}

function item({ checked, children }: ListItem): string {
  const box = checked == null ? "" : checked ? "☑ " : "☐ ";
  // A list begins a line by itself.
  return box + flow(children, "");
}

function spelled(node: List): string {
  return tagged(layout({ type: "root", children: [node] }));
}
