import { cleanAddress, withoutBlobs } from "./address.ts";
import { type Definition, labelKey } from "./definitions.ts";
import { type Edit, type Range, ranged } from "./edit.ts";
import type { Call } from "./notes.ts";
import type { Leaf } from "./outline.ts";
import { targetAt } from "./target.ts";

interface Bracket {
  readonly start: number;
  readonly image: boolean;
  /** Nothing in brackets stands in it: it may be a label. */
  plain: boolean;
}

/** What the links of a document hide, and what they refer to. */
export interface Links {
  readonly edits: Edit[];
  /** Of pictures. */
  readonly texts: readonly Range[];
  /** Keys of labels that stand in the text. */
  readonly used: ReadonlySet<string>;
  /** Of footnotes. */
  readonly calls: readonly Call[];
}

const BRACKET = /\\[!-/:-@[-`{-~]|!?\[|\]/g;
const LABEL = /\[((?:[^[\]\\]|\\[\s\S]){0,999})\]/y;
const LONGEST_LABEL = 999;
const BARE_ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"'`)\]]+/gi;

/** Addresses by the keys of labels. */
export type Addresses = ReadonlyMap<string, string>;

/** What labels refer to; of two definitions the first counts. */
export function addressesOf(source: string, definitions: readonly Definition[]): Addresses {
  const found = new Map<string, string>();
  for (const { label, address } of definitions) {
    const key = labelKey(label);
    if (!found.has(key)) found.set(key, textOf(source, address));
  }
  return found;
}

/** Reads the brackets of each paragraph, heading and cell. */
export function linksOf(page: string, leaves: readonly Leaf[], addresses: Addresses): Links {
  const edits: Edit[] = [];
  const used = new Set<string>();
  const calls: Call[] = [];
  const pictures: Range[] = [];
  const texts = leaves.filter(({ kind }) => kind === "paragraph" || kind === "line");
  for (const leaf of texts) {
    const source = page.slice(leaf.start, leaf.end);
    const open: Bracket[] = [];
    for (const { 0: mark, index } of source.matchAll(BRACKET)) {
      if (mark.startsWith("\\")) continue;
      if (mark !== "]") {
        const outer = open.at(-1);
        if (outer) outer.plain = false;
        open.push({ start: index, image: mark.length > 1, plain: true });
        continue;
      }
      const bracket = open.pop();
      if (!bracket) continue;
      const text = { start: bracket.start + (bracket.image ? 2 : 1), end: index };
      const label =
        bracket.plain && index - text.start <= LONGEST_LABEL ? textOf(source, text) : "";
      if (label.startsWith("^")) calls.push({ at: leaf.start + index, label: label.slice(1) });
      else if (label !== "") used.add(labelKey(label));
      const found = editsOf(source, bracket, text, label, addresses);
      edits.push(...found.map((edit) => moved(edit, leaf)));
      if (bracket.image && found.length > 0) pictures.push(moved(text, leaf));
    }
  }
  for (const { start, end, match } of ranged(page, BARE_ADDRESS, texts)) {
    const put = withoutBlobs(match[0]);
    if (put !== match[0]) edits.push({ start, end, put, channel: "blob" });
  }
  return { edits, texts: pictures, used, calls };
}

function editsOf(
  source: string,
  bracket: Bracket,
  text: Range,
  label: string,
  addresses: Addresses,
): Edit[] {
  const { start, image } = bracket;
  const target = targetAt(source, text.end + 1);
  if (!target) return referenceEdits(source, bracket, text, label, addresses);
  if (textOf(source, text).trim() === "" && !image) {
    return [{ start, end: target.end, put: " ", channel: "empty link" }];
  }
  return [...(image ? textEdits(text) : []), ...addressEdits(source, target)];
}

function textEdits(text: Range): Edit[] {
  return text.end > text.start ? [{ ...text, put: "", channel: "image text" }] : [];
}

/** A label that is not the text of its link is not seen; a picture that is its own label goes. */
function referenceEdits(
  source: string,
  { start, image }: Bracket,
  text: Range,
  own: string,
  addresses: Addresses,
): Edit[] {
  const from = text.end + 1;
  LABEL.lastIndex = from;
  const [reference = "", label = ""] = LABEL.exec(source) ?? [];
  const address = label.startsWith("^") ? undefined : addresses.get(labelKey(label));
  if (address !== undefined) {
    const end = from + reference.length;
    const put = `(<${cleanAddress(bare(address))}>)`.replace(/<([^()]*)>/, "$1");
    return [...(image ? textEdits(text) : []), { start: from, end, put, channel: "label" }];
  }
  if (!image || own === "" || !addresses.has(labelKey(own))) return [];
  return [{ start, end: from + reference.length, put: " ", channel: "image text" }];
}

/** What is left of the address and the title of a link or a definition. */
export function addressEdits(
  source: string,
  { address, title }: Pick<Definition, "address" | "title">,
): Edit[] {
  const edits: Edit[] = [];
  const before = bare(textOf(source, address));
  const after = cleanAddress(before);
  if (after !== before) edits.push({ ...address, put: after || "<>", channel: "link address" });
  // The space in front of the title goes as well.
  if (title) edits.push({ start: address.end, end: title.end, put: "", channel: "link title" });
  return edits;
}

/** An address without its angle brackets. */
function bare(address: string): string {
  return address.replace(/^<(.*)>$/, "$1");
}

function textOf(source: string, { start, end }: Range): string {
  return source.slice(start, end);
}

function moved<R extends Range>(edit: R, { start }: Range): R {
  return { ...edit, start: edit.start + start, end: edit.end + start };
}
