import { type Mark, type Span, spellLinks } from "../markdown/spans.ts";

/** Writes spans in tags. Spans of one mark are one element, so tags never overlap. */
export function tagged(spans: readonly Span[]): string {
  return nested(quoted(spellLinks(spans, isLinkable)), 0);
}

function nested(spans: readonly Span[], depth: number): string {
  let xml = "";
  for (let i = 0; i < spans.length; ) {
    const mark = spans[i]?.marks[depth];
    let end = i + 1;
    while (end < spans.length && same(mark, spans[end]?.marks[depth])) end += 1;
    const group = spans.slice(i, end);
    xml += mark ? element(mark, nested(group, depth + 1)) : escaped(group);
    i = end;
  }
  return xml;
}

/** Two styles of a kind that touch are one; two links or pieces of code stay two. */
function same(one: Mark | undefined, other: Mark | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && one.kind === other?.kind && /^(?:bold|italic|strike)$/.test(one.kind);
}

/** Comments take no `<pre>` for sure: code keeps its lines in `<code>`. */
function element(mark: Mark, inside: string): string {
  switch (mark.kind) {
    case "bold":
      return `<strong>${inside}</strong>`;
    case "italic":
      return `<em>${inside}</em>`;
    case "strike":
      return `<s>${inside}</s>`;
    case "code":
    case "pre":
      return `<code>${inside}</code>`;
    case "link":
      return `<a href="${attribute(mark.url)}">${inside}</a>`;
    case "quote":
      return inside;
    default:
      return mark satisfies never;
  }
}

/** Quotes have no tag that comments take for sure: each line begins with `> `, as in mail. */
function quoted(spans: readonly Span[]): Span[] {
  let open: Mark | undefined;
  return spans.flatMap((span) => {
    const quote = span.marks.find(({ kind }) => kind === "quote");
    const begins = quote !== undefined && quote !== open;
    open = quote;
    if (!quote) return [span];
    const marks = span.marks.filter((mark) => mark !== quote);
    const line = { text: span.text.replaceAll("\n", "\n> "), marks };
    return begins ? [{ text: "> ", marks: [] }, line] : [line];
  });
}

/** Addresses of the web. One of a person would be a mention, which nobody has asked for. */
function isLinkable(url: string): boolean {
  if (/[\s\p{Cc}]/u.test(url) || shown(url) !== url) return false;
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** What XML 1.0 cannot hold; the controls of the upper half are allowed there, and seen nowhere. */
const UNFIT = /\p{Cs}|[^\P{Cc}\t\n]/gu;
/** The address of a person's page: Asana shows it as a mention, also in plain text. */
const PERSON = /(?<=\/\/app\.)(?=asana\.com\/(?:\d+\/)+profile\/)/gi;

/** Text as it may be sent, in tags and without. An address that would call a person is broken, unseen. */
export function shown(text: string): string {
  return text
    .replace(UNFIT, "")
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(PERSON, "\u2060");
}

function escaped(spans: readonly Span[]): string {
  const text = spans.map((span) => span.text).join("");
  return shown(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(url: string): string {
  return url
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
