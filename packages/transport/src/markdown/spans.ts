/** One style around a span. Two spans belong to the same mark when they hold the same object. */
export type Mark =
  | { readonly kind: "bold" | "italic" | "strike" | "code" | "quote" }
  | { readonly kind: "pre"; readonly language: string | null }
  | { readonly kind: "link"; readonly url: string };

/** Text with its marks, the outermost first. */
export interface Span {
  readonly text: string;
  readonly marks: readonly Mark[];
}

type Link = Extract<Mark, { kind: "link" }>;

export function linkOf(span: Span | undefined): Link | undefined {
  return span?.marks.find((mark) => mark.kind === "link");
}

/** Links that are not kept lose their mark, and their address follows as text: `text (url)`. */
export function spellLinks(spans: readonly Span[], keep: (url: string) => boolean): Span[] {
  const spelled: Span[] = [];
  let words = "";
  for (const [i, span] of spans.entries()) {
    const link = linkOf(span);
    if (!link || keep(link.url)) {
      spelled.push(span);
      continue;
    }
    const marks = span.marks.filter((mark) => mark !== link);
    spelled.push({ text: span.text, marks });
    words += span.text;
    if (linkOf(spans[i + 1]) === link) continue;
    if (!says(words, link.url)) spelled.push({ text: ` (${link.url})`, marks });
    words = "";
  }
  return spelled;
}

/** Whether the words of a link are its address already, like those of `www.example.com`. */
function says(words: string, url: string): boolean {
  const bare = (text: string) => text.trim().replace(/^(?:mailto:|https?:\/\/)|\/$/gi, "");
  return bare(words) === bare(url);
}

/**
 * Line breaks at the edges of a quote leave it, so that a quote begins and ends with its text; and
 * the white space at both ends of the message goes, as platforms cut it anyway.
 */
export function tidy(spans: readonly Span[]): Span[] {
  const quoteAt = (span: Span | undefined) => span?.marks.find(({ kind }) => kind === "quote");
  const tidied = [...spans];
  const release = (i: number, neighbour: number) => {
    const span = tidied[i];
    const quote = quoteAt(span);
    if (!span || !quote || span.text.trim() !== "" || quoteAt(tidied[neighbour]) === quote) return;
    tidied[i] = { text: span.text, marks: span.marks.filter((mark) => mark !== quote) };
  };
  for (let i = 0; i < tidied.length; i += 1) release(i, i - 1);
  for (let i = tidied.length - 1; i >= 0; i -= 1) release(i, i + 1);
  return trimmed(trimmed(tidied, "trimStart"), "trimEnd");
}

function trimmed(spans: readonly Span[], side: "trimStart" | "trimEnd"): Span[] {
  const left = [...spans];
  while (left.length > 0) {
    const i = side === "trimStart" ? 0 : left.length - 1;
    const span = left[i];
    // Indentation at the beginning of code is part of it, also at the beginning of a message.
    const code = span?.marks.some(({ kind }) => kind === "pre" || kind === "code");
    const text = (code ? span?.text : span?.text[side]()) ?? "";
    if (span && text !== "") {
      left[i] = { text, marks: span.marks };
      return left;
    }
    left.splice(i, 1);
  }
  return left;
}
