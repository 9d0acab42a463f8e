import { readReference } from "./html-reference.ts";

/** Every tag Telegram knows; anything else is refused (TDLib MessageEntity.cpp:3346-3356). */
const TAGS: ReadonlySet<string> = new Set([
  ..."a b strong i em s strike del u ins span pre code blockquote".split(" "),
  ..."tg-spoiler tg-emoji tg-time".split(" "),
]);

/** A fault in the markup, in TDLib's words, without the "can't parse entities: " in front. */
export class HtmlFault extends Error {}

export interface StartTag {
  readonly name: string;
  /** The one attribute that matters for this tag, or "". */
  readonly argument: string;
  /** Index after the closing bracket. */
  readonly end: number;
}

/** TDLib is_space: the end of the string counts as a space. */
export function isSpace(char: string | undefined): boolean {
  return char === undefined || " \t\r\n\v\0".includes(char);
}

/** TDLib reports faults by byte, not by character. */
export function byteOffset(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index));
}

export function skipSpace(source: string, from: number): number {
  let i = from;
  while (i < source.length && isSpace(source[i])) i += 1;
  return i;
}

/** Reads a start tag at `source[begin] === "<"`. Order of checks: TDLib MessageEntity.cpp parse_html. */
export function readStartTag(source: string, begin: number): StartTag {
  const at = `at byte offset ${byteOffset(source, begin)}`;
  let i = begin + 1;
  while (!isSpace(source[i]) && source[i] !== ">") i += 1;
  if (i >= source.length) throw new HtmlFault(`Unclosed start tag ${at}`);
  const name = source.slice(begin + 1, i).toLowerCase();
  if (!TAGS.has(name)) throw new HtmlFault(`Unsupported start tag "${name}" ${at}`);
  let argument = "";
  while (source[i] !== ">") {
    i = skipSpace(source, i);
    if (source[i] === ">") break;
    const nameBegin = i;
    while (!isSpace(source[i]) && !`=>/"'`.includes(source[i] ?? "")) i += 1;
    const attribute = source.slice(nameBegin, i);
    if (attribute === "") {
      throw new HtmlFault(`Empty attribute name in the tag "${name}" ${at}`);
    }
    i = skipSpace(source, i);
    if (i >= source.length) throw new HtmlFault(`Unclosed start tag "${name}" ${at}`);
    if (source[i] !== "=") {
      argument = pick(name, attribute, "") ?? argument;
      continue;
    }
    i = skipSpace(source, i + 1);
    if (i >= source.length) throw new HtmlFault(`Unclosed start tag "${name}" ${at}`);
    const value = readValue(source, i);
    i = value.end;
    if (i >= source.length) throw new HtmlFault(`Unclosed start tag ${at}`);
    argument = pick(name, attribute, value.text) ?? argument;
  }
  if (name === "span" && argument !== "spoiler") {
    throw new HtmlFault(`Tag "span" must have class "tg-spoiler" ${at}`);
  }
  return { name, argument, end: i + 1 };
}

function readValue(source: string, begin: number): { text: string; end: number } {
  const quote = source[begin];
  let i = begin;
  if (quote !== '"' && quote !== "'") {
    while (/[a-z0-9.-]/i.test(source[i] ?? "")) i += 1;
    if (!isSpace(source[i]) && source[i] !== ">") {
      const offset = byteOffset(source, begin);
      throw new HtmlFault(`Unexpected end of name token at byte offset ${offset}`);
    }
    return { text: source.slice(begin, i).toLowerCase(), end: i };
  }
  let text = "";
  i += 1;
  while (i < source.length && source[i] !== quote) {
    const reference = source[i] === "&" ? readReference(source, i) : null;
    text += reference?.value ?? source[i];
    i = reference?.end ?? i + 1;
  }
  return { text, end: i + 1 };
}

function pick(tag: string, attribute: string, value: string): string | undefined {
  switch (`${tag}.${attribute}`) {
    case "a.href":
    case "tg-emoji.emoji-id":
    case "tg-time.unix":
      return value;
    case "code.class":
      return value.startsWith("language-") ? value.slice("language-".length) : undefined;
    case "span.class":
      return value.startsWith("tg-") ? value.slice("tg-".length) : undefined;
    case "blockquote.expandable":
      return "1";
    default:
      return undefined;
  }
}
