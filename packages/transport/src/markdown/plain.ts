import { type Span, spellLinks } from "./spans.ts";

/** Spans without markup: links as `text (url)`, quoted lines behind `> `. */
export function plainText(spans: readonly Span[]): string {
  let text = "";
  let quoted = false;
  for (const span of spellLinks(spans, () => false)) {
    const quote = span.marks.some(({ kind }) => kind === "quote");
    if (quote && !quoted) text += "> ";
    text += quote ? span.text.replaceAll("\n", "\n> ") : span.text;
    quoted = quote;
  }
  return text.trim();
}
