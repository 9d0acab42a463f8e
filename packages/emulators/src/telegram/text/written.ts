import type { MessageEntity, User } from "../types.ts";
import { clean } from "./clean.ts";
import { detect } from "./detect.ts";
import { parseHtml } from "./html.ts";
import { mention } from "./input.ts";
import { settle } from "./settle.ts";

/**
 * What a person types. A string gets the entities that Telegram finds by itself: commands,
 * mentions, URLs. `html` stands for the formatting of a client, in the dialect bots use:
 * `<code>`, `<pre>`, `<a href="tg://user?id=7">` for a mention by id.
 */
export type Written = string | { readonly html: string };

/** @throws Error for what no client lets a person send: a mistake of the test. */
export function written(
  source: Written,
  users: ReadonlyMap<number, User>,
  most = 4096,
): { text: string; entities: MessageEntity[] } {
  const { text, entities } = clean(parsed(source));
  if (text === "") throw new Error("nobody can send an empty message");
  if ([...text].length > most) {
    throw new Error(`no client sends more than ${most} characters at once`);
  }
  const named = entities.flatMap((entity) => mention(entity, users));
  return { text, entities: settle([...named, ...detect(text)]) };
}

function parsed(source: Written) {
  if (typeof source === "string") return { text: source, entities: [] };
  const html = parseHtml(source.html);
  if (!html.ok) throw new Error(html.description);
  return html;
}
