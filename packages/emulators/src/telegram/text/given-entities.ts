import type { Args } from "../args.ts";
import { badRequest } from "../refusal.ts";
import type { MessageEntity, PlainEntityType } from "../types.ts";
import { checkedLink } from "./link.ts";

const PLAIN: readonly PlainEntityType[] = [
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "blockquote",
  "expandable_blockquote",
  "code",
];
/** Telegram finds these itself and skips them when they are given (Client.cpp get_text_entity_type). */
const FOUND = "mention hashtag cashtag bot_command url email phone_number bank_card_number".split(
  " ",
);

type Fields = Readonly<Record<string, unknown>>;

/** The `entities` parameter. Not an array: ignored, as TG-server Client.cpp get_formatted_text does. */
export function givenEntities(args: Args): MessageEntity[] {
  const given = args.json("entities");
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown) => {
    // TG-server Client.cpp get_text_entity.
    if (!isFields(one)) throw fault("expected an Object");
    const span = { offset: integer(one, "offset"), length: integer(one, "length") };
    return entityOf(one, span);
  });
}

function entityOf(one: Fields, span: { offset: number; length: number }): MessageEntity[] {
  const type = field(one, "type");
  if (type === "pre") {
    const language = typeof one.language === "string" ? one.language : "";
    return [language ? { type, ...span, language } : { type, ...span }];
  }
  if (type === "text_link") {
    const url = checkedLink(field(one, "url"));
    return url ? [{ type, ...span, url }] : [];
  }
  if (type === "text_mention") {
    const user = one.user;
    // TG-server Client.cpp get_text_entity_type.
    if (!isFields(user)) throw fault('Can\'t find field "user"');
    return [{ type: "text_link", ...span, url: `tg://user?id=${integer(user, "id")}` }];
  }
  if (type === "custom_emoji") {
    return [{ type, ...span, custom_emoji_id: field(one, "custom_emoji_id") }];
  }
  const plain = PLAIN.find((name) => name === type);
  if (plain) return [{ type: plain, ...span }];
  if (FOUND.includes(type)) return [];
  // TG-server Client.cpp get_text_entity_type.
  throw fault("Unsupported type specified");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function field(one: Fields, name: string): string {
  const value = one[name];
  // TD JsonBuilder get_json_object_string_field.
  if (value === undefined) throw fault(`Can't find field "${name}"`);
  if (typeof value !== "string") throw fault(`Field "${name}" must be of type String`);
  return value;
}

function integer(one: Fields, name: string): number {
  const value = one[name];
  // TD JsonBuilder get_json_object_int_field.
  if (value === undefined) throw fault(`Can't find field "${name}"`);
  if (!Number.isSafeInteger(Number(value))) throw fault(`Field "${name}" must be of type Number`);
  return Number(value);
}

function fault(what: string): Error {
  return badRequest(`can't parse MessageEntity: ${what}`);
}
