import { type Definition, definitionsOf, labelKey } from "./definitions.ts";
import { applied, type Channel, type Edit, painted, type Range } from "./edit.ts";
import { fenceEdits } from "./fences.ts";
import { unprinted } from "./formula.ts";
import { frontMatterEnd } from "./front.ts";
import { addressEdits, addressesOf, linksOf } from "./links.ts";
import { noteEdits } from "./notes.ts";
import { outline } from "./outline.ts";
import { invisibleReferences } from "./references.ts";
import { type Token, tokensOf } from "./tokens.ts";
import { unveiled } from "./veil.ts";

/** Stands for what must not be read; it is neither white space nor a mark. */
const OPAQUE = "\0";

/** Removes what Markdown and raw HTML do not show: one reading of the source, all edits at once. */
export function withoutHidden(text: string, report: (channel: Channel) => void): string {
  const edits = editsOf(text);
  for (const { channel } of edits) if (channel) report(channel);
  return edits.length === 0 ? text : applied(text, edits);
}

function editsOf(text: string): Edit[] {
  const front = frontMatterEnd(text);
  if (front > 0) return [{ start: 0, end: front, put: "\n", channel: "front matter" }];
  const { leaves: blocks, margins, infos, spare, notes } = outline(text);
  const code = blocks.filter(({ kind }) => kind === "code");
  const source = painted(painted(text, margins, " "), code, OPAQUE);
  const { definitions, leaves } = definitionsOf(source, blocks);
  const addresses = addressesOf(source, definitions);
  const tokens = tokensOf(source, leaves, addresses);
  const opaque = painted(source, tokens.filter(isOpaque), OPAQUE);
  const page = painted(opaque, tokens.filter(isEmpty), " ");
  const links = linksOf(page, leaves, addresses);
  const elements = unveiled(source, outsidePictures(tokens, links.texts));
  const readable = leaves.filter(({ kind }) => kind !== "code");
  const texts = readable.filter(({ kind }) => kind !== "html");
  // Footnotes are written behind everything else, and go with it.
  const endless = elements.some(({ end }) => end > text.length);
  const fences = fenceEdits(text, infos);
  return [
    ...elements,
    ...links.edits,
    ...definitionEdits(source, definitions, links.used),
    ...noteEdits(notes, endless ? [] : links.calls),
    ...spare.map((range): Edit => ({ ...range, put: "", channel: "table cell" })),
    ...fences.edits,
    ...unprinted(page, texts, []),
    ...unprinted(text, [], fences.formulas),
    ...invisibleReferences(page, readable),
  ];
}

/** An end tag in the text of a picture is not written, and ends nothing. */
function outsidePictures(tokens: readonly Token[], pictures: readonly Range[]): Token[] {
  const texts = pictures.toSorted((a, b) => a.start - b.start);
  let i = 0;
  return tokens.filter((token) => {
    while ((texts[i]?.end ?? Number.POSITIVE_INFINITY) <= token.start) i += 1;
    const inside = (texts[i]?.start ?? Number.POSITIVE_INFINITY) <= token.start;
    return !(inside && token.kind === "tag");
  });
}

/** Code, addresses and pictures are seen. */
function isOpaque(token: Token): boolean {
  if (token.kind === "tag") return token.name === "img";
  return token.kind !== "dark";
}

/** A tag takes no room by itself. */
function isEmpty(token: Token): boolean {
  return token.kind === "dark" || (token.kind === "tag" && token.name !== "img");
}

/** A definition that nothing refers to is a comment; of two with one label the first counts. */
function definitionEdits(
  source: string,
  definitions: readonly Definition[],
  used: ReadonlySet<string>,
): Edit[] {
  const first = new Set<string>();
  return definitions.flatMap((definition): Edit[] => {
    const key = labelKey(definition.label);
    const counts = used.has(key) && !first.has(key);
    first.add(key);
    if (counts) return addressEdits(source, definition);
    return [{ start: definition.start, end: definition.end, put: "", channel: "definition" }];
  });
}
