import { type Mark, type Rendered, type Span, spanDialect } from "@trunkline/transport";

/**
 * "For best results, limit the number of characters to 4,000" (docs.slack.dev, chat.postMessage); above it an
 * update is refused with `msg_too_long`, and a post may be broken into several messages. What is counted is the
 * text that is sent, in which `&`, `<` and `>` take up to five characters. In which unit is not documented: ours is
 * the one that makes the most of a text.
 */
const MOST_CODE_UNITS = 4000;

/** Markdown as Slack's mrkdwn, for the `text` of a message. */
export const mrkdwn = spanDialect("slack-mrkdwn", written, fits);

function fits({ text, plain, format }: Rendered): boolean {
  const sent = format === "markup" ? [text, escaped(plain)] : [escaped(plain)];
  return sent.every(({ length }) => length <= MOST_CODE_UNITS);
}

/** The only characters that Slack escapes; everything that begins a mention or a link is among them. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function written(spans: readonly Span[]): string {
  return spaced(nested(spans, 0));
}

/** Spans of one mark are one piece, so that marks never overlap. */
function nested(spans: readonly Span[], depth: number): string {
  let text = "";
  for (let i = 0; i < spans.length; ) {
    const mark = spans[i]?.marks[depth];
    let end = i + 1;
    while (end < spans.length && same(mark, spans[end]?.marks[depth])) end += 1;
    const group = spans.slice(i, end);
    text += mark ? marked(mark, group, depth) : words(group);
    i = end;
  }
  return text;
}

function same(one: Mark | undefined, other: Mark | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && one.kind === other?.kind && /^(?:bold|italic|strike)$/.test(one.kind);
}

function words(spans: readonly Span[]): string {
  return escaped(spans.map(({ text }) => text.replace(/[\uE000\uE001]/g, "")).join(""));
}

function marked(mark: Mark, spans: readonly Span[], depth: number): string {
  switch (mark.kind) {
    case "bold":
      return styled("*", nested(spans, depth + 1));
    case "italic":
      return styled("_", nested(spans, depth + 1));
    case "strike":
      return styled("~", nested(spans, depth + 1));
    case "code":
      return code(spans);
    case "pre":
      // A fence inside would end the block: a sign that nobody sees keeps its ticks apart.
      return `\`\`\`\n${words(spans).replaceAll("```", `\`\`${APART}\``)}\n\`\`\``;
    case "quote":
      return nested(spans, depth + 1).replace(/^/gm, "> ");
    case "link":
      return link(mark.url, spans);
    default:
      return mark satisfies never;
  }
}

/** The edges of a style, until it is known what stands beside them. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
/** Zero width: keeps signs apart, and is seen nowhere. */
const APART = "\u200B";

/** A style ends with its line and touches no white space, or its signs are shown as they are. */
function styled(sign: string, inside: string): string {
  return inside.replace(/\S.*\S|\S/g, `${OPEN}${sign}$&${sign}${CLOSE}`);
}

/** Slack sees a style only at the edge of a word: inside of one, something must stand there. */
function spaced(text: string): string {
  return text
    .replaceAll(CLOSE + OPEN, APART)
    .replace(/(?<=[\p{L}\p{N}])\uE000|\uE001(?=[\p{L}\p{N}])/gu, APART)
    .replace(/[\uE000\uE001]/g, "");
}

/** Ticks cannot be escaped: code that has some is shown without the style. */
function code(spans: readonly Span[]): string {
  const inside = words(spans);
  return inside.includes("`") || inside.includes("\n") || inside.trim() === ""
    ? inside
    : `${OPEN}\`${inside}\`${CLOSE}`;
}

/** Styles around a link are kept, those inside of it are not: Slack shows a label as it is. */
function link(url: string, spans: readonly Span[]): string {
  const label = words(spans);
  if (!/^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(url) || label.trim() === "") {
    return label.trim() === url ? label : `${label} (${escaped(url)})`;
  }
  const target = escaped(url).replaceAll("|", "%7C");
  return `<${target}|${label.replaceAll("|", "¦").replaceAll("\n", " ")}>`;
}
