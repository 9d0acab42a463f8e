import type { MessageEntity, PlainEntityType } from "../types.ts";
import { HtmlFault } from "./html-tag.ts";
import { checkedLink } from "./link.ts";

/** A start tag whose end has not come yet. */
export interface Open {
  readonly name: string;
  readonly argument: string;
  /** Where its text begins. */
  readonly offset: number;
}

/** An entity, and the language that waits until it is known whether `pre` and `code` coincide. */
export interface Draft {
  readonly entity: MessageEntity;
  readonly language: string;
}

const PLAIN: ReadonlyMap<string, PlainEntityType> = new Map([
  ["b", "bold"],
  ["strong", "bold"],
  ["i", "italic"],
  ["em", "italic"],
  ["u", "underline"],
  ["ins", "underline"],
  ["s", "strikethrough"],
  ["strike", "strikethrough"],
  ["del", "strikethrough"],
  ["span", "spoiler"],
  ["tg-spoiler", "spoiler"],
]);

/** The drafts after `tag` has been closed at the end of `text`. TDLib MessageEntity.cpp parse_html. */
export function drafted(drafts: readonly Draft[], tag: Open, text: string): readonly Draft[] {
  const span = { offset: tag.offset, length: text.length - tag.offset };
  const plain = PLAIN.get(tag.name);
  if (plain) return [...drafts, { entity: { type: plain, ...span }, language: "" }];
  if (tag.name === "pre" || tag.name === "code") return withCode(drafts, tag, tag.name, span);
  const entity = special(tag, text, span);
  return entity ? [...drafts, { entity, language: "" }] : drafts;
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

function special(tag: Open, text: string, span: Range): MessageEntity | null {
  switch (tag.name) {
    case "blockquote":
      return { type: tag.argument ? "expandable_blockquote" : "blockquote", ...span };
    case "tg-emoji":
      if (!/^-?\d+$/.test(tag.argument) || BigInt(tag.argument) === 0n) {
        throw new HtmlFault("Invalid custom emoji identifier specified");
      }
      return { type: "custom_emoji", ...span, custom_emoji_id: tag.argument };
    case "a": {
      const url = checkedLink(tag.argument || text.slice(tag.offset));
      return url === null ? null : { type: "text_link", ...span, url };
    }
    default:
      // tg-time: the text stays; its entity is not built, nothing here reads it.
      return null;
  }
}

/** `<pre><code class="language-x">` and its mirror become one block with a language. */
function withCode(
  drafts: readonly Draft[],
  tag: Open,
  name: "pre" | "code",
  span: Range,
): readonly Draft[] {
  const last = drafts.at(-1);
  const same = last?.entity.offset === span.offset && last.entity.length === span.length;
  const language = name === "pre" ? last?.language : tag.argument;
  if (last && same && last.entity.type === (name === "pre" ? "code" : "pre") && language) {
    return [...drafts.slice(0, -1), { entity: { type: "pre", ...span, language }, language }];
  }
  const waiting = name === "code" ? tag.argument : "";
  return [...drafts, { entity: { type: name, ...span }, language: waiting }];
}
