import type { Root, RootContent } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { type Options, toMarkdown } from "mdast-util-to-markdown";
import { holds, type TreeDialect } from "../markdown/dialect.ts";
import { layout } from "../markdown/layout.ts";
import { parse } from "../markdown/parse.ts";
import { plainText } from "../markdown/plain.ts";
import { literalTree } from "../markdown/tree.ts";
import type { Rendered } from "../rendered.ts";
import { shaped } from "./shape.ts";

/**
 * Half of what people have measured: GitHub says 65,536 characters and takes 262,144 bytes
 * (platforms.md 2.4). What we hide at the end must fit too.
 */
const COMMENT = { codePoints: 65_000 - 500, bytes: 262_144 - 2000 };

const OPTIONS: Options = {
  bullet: "-",
  rule: "-",
  fences: true,
  listItemIndent: "one",
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
};

/** Markdown as GitHub's Markdown: the same, but it pings nobody and hides nothing. */
export const gitHubMarkdown: TreeDialect = {
  name: "github-markdown",
  parse,
  write(root) {
    return { text: written(root), plain: plainText(layout(root)), format: "markup" };
  },
  render: (markdown) => gitHubMarkdown.write(parse(markdown)),
  fits: fitsComment,
};

/** A text that is to be shown as it is, which on GitHub is Markdown too. */
export function literally(text: string): string {
  return toMarkdown(shaped(literalTree(text)), OPTIONS).trimEnd();
}

/** To find where a long text is cut, it is written many times, and most blocks in it are the same. */
const blocks = new WeakMap<RootContent, string>();

/** As `toMarkdown` of the whole: a block is written without regard to others, but for what follows a list. */
function written(root: Root): string {
  const { children } = shaped(root);
  const texts: string[] = [];
  for (let i = 0; i < children.length; ) {
    let end = i + 1;
    while (children[end - 1]?.type === "list" && takesBullets(children[end])) end += 1;
    texts.push(blockOf(children.slice(i, end)));
    i = end;
  }
  return texts.join(GAP).trimEnd();
}

/** What follows a list: its bullets are other ones (mdast-util-to-markdown, `bulletLastUsed`). */
function takesBullets(node: RootContent | undefined): boolean {
  return /^(?:list|blockquote|footnoteDefinition)$/.test(node?.type ?? "");
}

const GAP = "\n\n";
/** Behind it a block keeps the line ends that it ends with. */
const END: RootContent = { type: "thematicBreak" };

function blockOf(nodes: RootContent[]): string {
  const [node] = nodes;
  const known = node && nodes.length === 1 ? blocks.get(node) : undefined;
  if (known !== undefined) return known;
  const text = toMarkdown({ type: "root", children: [...nodes, END] }, OPTIONS);
  const block = text.slice(0, text.lastIndexOf(GAP));
  if (node && nodes.length === 1) blocks.set(node, block);
  return block;
}

function fitsComment({ text, plain, format }: Rendered): boolean {
  if (format === "markup" && !holds(text, COMMENT)) return false;
  // Escapes at most double a text, and what breaks a name has three bytes.
  if (plain.length * 2 <= COMMENT.codePoints && plain.length * 6 <= COMMENT.bytes) return true;
  return holds(plain, COMMENT) && holds(literally(plain), COMMENT);
}
