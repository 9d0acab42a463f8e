import type { List, ListItem, Root, RootContent } from "mdast";
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

/** As `toMarkdown` of the whole: a block is written without regard to others, but for what follows a list. */
function written(root: Root): string {
  let before = "";
  const texts = shaped(root).children.map((node) => {
    const text = blockOf(node, TAKES_BULLETS.test(node.type) ? before : "");
    before = node.type === "list" ? bulletOf(text) : "";
    return text;
  });
  return texts.join(GAP).trimEnd();
}

const GAP = "\n\n";
/** What follows a list has other bullets than that (mdast-util-to-markdown, `bulletLastUsed`). */
const TAKES_BULLETS = /^(?:list|blockquote|footnoteDefinition)$/;

function bulletOf(list: string): string {
  return /^(?:\d+([.)])|([-*]))/.exec(list)?.slice(1).join("") ?? "";
}

interface Written {
  /** What it depends on. */
  readonly as: string;
  readonly text: string;
}

/** To find where a long text is cut, it is written many times, and most of what is in it stays the same. */
const known = new WeakMap<RootContent, Written>();

function once(node: RootContent, as: string, write: () => string): string {
  const before = known.get(node);
  if (before?.as === as) return before.text;
  const text = write();
  known.set(node, { as, text });
  return text;
}

function blockOf(node: RootContent, before: string): string {
  return once(node, before, () =>
    node.type === "list" ? listOf(node, before) : bare(node, before),
  );
}

const SPOT: ListItem = { type: "listItem", children: [{ type: "paragraph", children: [] }] };
const DASH: List = { type: "list", children: [SPOT] };
const NUMBER: List = { type: "list", ordered: true, children: [SPOT] };
/** Lists whose last bullet is a given one: of two that touch, the second takes the other one. */
const ENDING_IN = new Map([
  ["-", [DASH]],
  ["*", [DASH, DASH]],
  [".", [NUMBER]],
  [")", [NUMBER, NUMBER]],
]);
/** Behind it a block keeps the line ends that it ends with. */
const END: RootContent = { type: "thematicBreak" };

/** One block, behind a list with a certain bullet or none. */
function bare(node: RootContent, before: string): string {
  const lists = ENDING_IN.get(before) ?? [];
  const text = toMarkdown({ type: "root", children: [...lists, node, END] }, OPTIONS);
  const own = lists.reduce((rest) => behind(rest, GAP), text);
  return own.slice(0, own.lastIndexOf(GAP));
}

function behind(text: string, gap: string): string {
  return text.slice(text.indexOf(gap) + gap.length);
}

/** Item by item: a list may be as long as the text. */
function listOf(list: List, before: string): string {
  const { children, spread } = list;
  // With a rule at the beginning of one item, all take other bullets.
  const isRuled = children.some((item) => item.children[0]?.type === "thematicBreak");
  if (isRuled || typeof spread !== "boolean") return bare(list, before);
  const gap = spread ? GAP : "\n";
  return children.map((item, i) => itemOf(list, item, i, gap, before)).join(gap);
}

function itemOf(list: List, item: ListItem, i: number, gap: string, before: string): string {
  const number = list.ordered ? (list.start ?? 1) + i : 1;
  const as = [i === 0, list.ordered, number, gap.length, before].join();
  return once(item, as, () => {
    if (i === 0) return bare({ ...list, children: [item] }, before);
    // Bullets inside an item depend on whether it is the first.
    const two = { ...list, start: number - 1, children: [SPOT, item] };
    return behind(bare(two, before), gap);
  });
}

function fitsComment({ text, plain, format }: Rendered): boolean {
  if (format === "markup" && !holds(text, COMMENT)) return false;
  // Escapes at most double a text, and what breaks a name has three bytes.
  if (plain.length * 2 <= COMMENT.codePoints && plain.length * 6 <= COMMENT.bytes) return true;
  return holds(plain, COMMENT) && holds(literally(plain), COMMENT);
}
