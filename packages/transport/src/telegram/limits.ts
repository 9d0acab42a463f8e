import { holds } from "../markdown/dialect.ts";
import type { Rendered } from "../rendered.ts";

/** Code points (TDLib MessageContent.cpp) and bytes of the raw parameter (TG-server Client.cpp). */
const MESSAGE = { codePoints: 4096, bytes: 32_768 };
/** Later ones are dropped without a word (tdlib/telegram-bot-api#820). */
const MOST_ENTITIES = 100;
/**
 * What Telegram marks by itself, at least that: commands, mentions, hashtags, cashtags, addresses
 * (any `word.word`), and rows of digits, which may be phone or card numbers.
 */
const DETECTED =
  /(?<![\p{L}\d_])[/@#$][\p{L}\d_]+|[\p{L}\d]\.[\p{L}\d]{2,}\S*|\w:\/\/\S+|\+?\d[\d\s()-]{5,}\d/gu;

/** Whether one message can hold this, as markup and as its plain twin. */
export function fitsMessage({ text, plain, format }: Rendered): boolean {
  if (!holds(plain, MESSAGE)) return false;
  if (format === "plain") return holds(text, MESSAGE);
  const seen = text.replace(/<[^>]*>/g, "").replace(/&(?:amp|lt|gt|quot);/g, "_");
  if (!holds(seen, MESSAGE) || !holds(text, { ...MESSAGE, codePoints: MESSAGE.bytes }))
    return false;
  return entities(text) <= MOST_ENTITIES;
}

/** A block of code with a language has two tags and is one entity. */
function entities(html: string): number {
  const asked = html.match(/<(?:b|i|s|a|pre|blockquote)[ >]|(?<!<pre>)<code/g)?.length ?? 0;
  if (asked > MOST_ENTITIES) return asked;
  // Nothing is detected inside links and code.
  const loose = html.replace(/<(a|pre|code)[ >].*?<\/\1>/gs, " ").replace(/<[^>]*>/g, "");
  return asked + (loose.match(DETECTED)?.length ?? 0);
}
