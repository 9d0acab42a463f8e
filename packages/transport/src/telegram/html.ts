import type { TreeDialect } from "../markdown/dialect.ts";
import { layout } from "../markdown/layout.ts";
import { parse } from "../markdown/parse.ts";
import { plainText } from "../markdown/plain.ts";
import { type Mark, type Span, spellLinks } from "../markdown/spans.ts";
import { fitsMessage } from "./limits.ts";
import { isLinkable } from "./link.ts";
import { neutral } from "./neutral.ts";

/** Markdown as Telegram's HTML, for `parse_mode: "HTML"`. */
export const telegramHtml: TreeDialect = {
  name: "telegram-html",
  parse,
  write(root) {
    const spans = layout(root);
    return { text: html(spans), plain: neutral(plainText(spans)), format: "markup" };
  },
  render: (markdown) => telegramHtml.write(parse(markdown)),
  fits: fitsMessage,
};

/**
 * Writes spans with as few tags as their order allows: a mark stays open while the next span has
 * it too. Marks that are opened later are closed earlier, so tags never overlap.
 */
function html(spans: readonly Span[]): string {
  let text = "";
  let open: readonly Mark[] = [];
  for (const span of [...spellLinks(spans, isLinkable), { text: "", marks: [] }]) {
    const kept = shared(open, span.marks);
    for (const mark of open.slice(kept).reverse()) text += endTag(mark);
    for (const mark of span.marks.slice(kept)) text += startTag(mark);
    text += escaped(isCode(span) ? span.text : neutral(span.text));
    open = span.marks;
  }
  return text;
}

/** In code Telegram finds no names. */
const isCode = ({ marks }: Span): boolean =>
  marks.some(({ kind }) => kind === "code" || kind === "pre");

function shared(open: readonly Mark[], wanted: readonly Mark[]): number {
  const differs = (mark: Mark, i: number) => !same(mark, wanted[i]);
  const first = open.findIndex(differs);
  return first < 0 ? open.length : first;
}

/** Two styles of a kind that touch are one; two links, quotes or blocks of code stay two. */
function same(one: Mark, other: Mark | undefined): boolean {
  if (one === other) return true;
  return one.kind === other?.kind && /^(?:bold|italic|strike)$/.test(one.kind);
}

function startTag(mark: Mark): string {
  switch (mark.kind) {
    case "bold":
      return "<b>";
    case "italic":
      return "<i>";
    case "strike":
      return "<s>";
    case "code":
      return "<code>";
    case "quote":
      return "<blockquote>";
    case "link":
      return `<a href="${escaped(mark.url)}">`;
    case "pre":
      if (mark.language === null) return "<pre>";
      return `<pre><code class="language-${escaped(mark.language.slice(0, 64))}">`;
    default:
      return mark satisfies never;
  }
}

function endTag(mark: Mark): string {
  switch (mark.kind) {
    case "bold":
      return "</b>";
    case "italic":
      return "</i>";
    case "strike":
      return "</s>";
    case "code":
      return "</code>";
    case "quote":
      return "</blockquote>";
    case "link":
      return "</a>";
    case "pre":
      return mark.language === null ? "</pre>" : "</code></pre>";
    default:
      return mark satisfies never;
  }
}

/** The only named entities Telegram knows (TDLib MessageEntity.cpp decode_html_entity). */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
