import type { MessageEntity } from "../types.ts";
import { type Draft, drafted, type Open } from "./html-entity.ts";
import { readReference } from "./html-reference.ts";
import { byteOffset, HtmlFault, isSpace, readStartTag, skipSpace } from "./html-tag.ts";

export type ParsedHtml =
  | { readonly ok: true; readonly text: string; readonly entities: MessageEntity[] }
  /** `description` as the Bot API gives it, after "Bad Request: ". */
  | { readonly ok: false; readonly description: string };

/**
 * Telegram's HTML dialect, after TDLib MessageEntity.cpp parse_html. The entities are those the
 * markup names, in closing order; {@link settle} sorts, nests and limits them.
 *
 * @example parseHtml("<b>hi</b> &amp; bye") // text "hi & bye", bold at 0..2
 */
export function parseHtml(source: string): ParsedHtml {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof HtmlFault)) throw error;
    // TDLib Requests.cpp parseTextEntities; the first letter is lowered by TG-server.
    return { ok: false, description: `can't parse entities: ${error.message}` };
  }
}

function parse(source: string): ParsedHtml {
  let entities: readonly Draft[] = [];
  const open: Open[] = [];
  let text = "";
  let i = 0;
  while (i < source.length) {
    const char = source[i] ?? "";
    const reference = char === "&" ? readReference(source, i) : null;
    if (reference) {
      text += reference.value;
      i = reference.end;
    } else if (char !== "<") {
      text += char;
      i += 1;
    } else if (source[i + 1] === "/") {
      const begin = i;
      const tag = open.at(-1);
      i = readEndTag(source, begin, tag);
      open.pop();
      if (tag && text.length > tag.offset) entities = drafted(entities, tag, text);
    } else {
      const tag = readStartTag(source, i);
      open.push({ name: tag.name, argument: tag.argument, offset: text.length });
      i = tag.end;
    }
  }
  const left = open.at(-1);
  if (left) {
    throw new HtmlFault(`Can't find end tag corresponding to start tag "${left.name}"`);
  }
  if (!text.isWellFormed()) {
    throw new HtmlFault(
      "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
    );
  }
  return { ok: true, text, entities: entities.map(({ entity }) => entity) };
}

/** @returns the index after the tag. */
function readEndTag(source: string, begin: number, tag: Open | undefined): number {
  const at = `at byte offset ${byteOffset(source, begin)}`;
  if (!tag) throw new HtmlFault(`Unexpected end tag ${at}`);
  let i = begin;
  while (!isSpace(source[i]) && source[i] !== ">") i += 1;
  const name = source.slice(begin + 2, i).toLowerCase();
  i = skipSpace(source, i);
  if (source[i] !== ">") throw new HtmlFault(`Unclosed end tag ${at}`);
  if (name !== "" && name !== tag.name) {
    throw new HtmlFault(`Unmatched end tag ${at}, expected "</${tag.name}>", found "</${name}>"`);
  }
  return i + 1;
}
