import type { Edit, Range } from "./edit.ts";
import { isHidden, isKnown, shown, VOID } from "./elements.ts";
import type { Leaf } from "./outline.ts";
import { RAW, type Token } from "./tokens.ts";

type Tag = Token & { readonly kind: "tag" };

interface Veiled {
  readonly start: number;
  readonly name: string;
  readonly leaf: Leaf;
  /** What was opened inside and not closed. */
  readonly open: string[];
}

/**
 * Removes comments, elements that are out of sight with all that is in them, tags that show nothing and
 * attributes. An element that is never closed, or badly, ends behind the end of the document.
 */
export function unveiled(page: string, tokens: readonly Token[]): Edit[] {
  const edits: Edit[] = [];
  let veiled: Veiled | null = null;
  let anchor: (Range & { readonly edits: number }) | null = null;
  const remove = (start: number, end: number, channel: Edit["channel"]) =>
    edits.push({ start, end, put: gap(page, start, end), channel });
  for (const token of tokens) {
    if (token.kind === "dark" && token.channel === "ambiguous") {
      remove(token.start, token.end, token.channel);
    } else if (veiled) {
      if (token.kind !== "tag" || !ends(veiled, token)) continue;
      remove(veiled.start, token.end, "hidden element");
      veiled = null;
      continue;
    }
    const { start, end } = token;
    if (token.kind === "dark") remove(start, end, token.channel);
    if (token.kind !== "tag") continue;
    const { name, closes, attributes } = token;
    if (closes) {
      if (name === "a" && anchor && page.slice(anchor.end, start).trim() === "") {
        edits.length = anchor.edits;
        remove(anchor.start, end, "empty link");
      } else if (!isKnown(name)) remove(start, end, "unknown element");
      else if (attributes !== "")
        edits.push({ start, end, put: `</${name}>`, channel: "attribute" });
      anchor = null;
    } else if (RAW.test(name) || isHidden(name, attributes)) {
      if (VOID.test(name)) remove(start, end, "hidden element");
      else veiled = { start, name, leaf: token.leaf, open: [] };
    } else if (!isKnown(name)) remove(start, end, "unknown element");
    else {
      anchor = name === "a" ? { start, end, edits: edits.length } : null;
      const edit = shown(name, attributes, page, end);
      if (edit) edits.push({ start, end, ...edit });
    }
  }
  if (veiled) remove(veiled.start, page.length + 1, "hidden element");
  return edits;
}

/**
 * Whether a tag closes the element. A browser ignores end tags in the wrong order where it can, and
 * Markdown writes elements of its own around its blocks: the element ends only when all that was opened
 * in it is closed, in the block where it began or in raw HTML beside that.
 */
function ends({ name, leaf, open }: Veiled, tag: Tag): boolean {
  const beside = [leaf, tag.leaf].every(({ kind, depth }) => kind === "html" && depth === 0);
  const reached = tag.leaf === leaf || beside;
  if (RAW.test(name)) return tag.closes && reached && tag.name === name;
  if (tag.closes) {
    if (open.at(-1) === tag.name) open.pop();
    else return open.length === 0 && reached && tag.name === name;
  } else if (!VOID.test(tag.name) && !(name === "svg" && tag.alone)) open.push(tag.name);
  return false;
}

/** What was apart stays apart: with nothing between, the two sides might become something else. */
function gap(page: string, start: number, end: number): string {
  const spaced = (at: number) => /\s|^$/.test(page.charAt(at));
  return spaced(start - 1) || spaced(end) ? "" : " ";
}
