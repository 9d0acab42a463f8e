import type { Args } from "../args.ts";
import { badRequest, notBuilt } from "../refusal.ts";
import type { MessageEntity, User } from "../types.ts";
import { clean, type Formatted } from "./clean.ts";
import { detect } from "./detect.ts";
import { givenEntities } from "./given-entities.ts";
import { parseHtml } from "./html.ts";
import { linkedUserId } from "./link.ts";
import { settle } from "./settle.ts";

const MAX_TEXT_BYTES = 32_768;
const MAX_TEXT_CODE_POINTS = 4096;
const MAX_ENTITY_BYTES = 9500;

/** What was asked for, before Telegram has cleaned it. TG-server Client.cpp get_input_message_text. */
export function readText(args: Args): Formatted {
  const text = args.text("text");
  // TG-server Client.cpp get_input_message_text.
  if (text === "") throw badRequest("message text is empty");
  // TG-server Client.cpp:11309: bytes of the raw parameter, markup included.
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw badRequest("text is too long");
  const mode = args.text("parse_mode").toLowerCase();
  if (mode === "markdown" || mode === "markdownv2") throw notBuilt(`parse_mode ${mode}`);
  if (mode === "html") {
    const parsed = parseHtml(text);
    if (!parsed.ok) throw badRequest(parsed.description);
    return parsed;
  }
  // TG-server Client.cpp get_formatted_text.
  if (mode !== "" && mode !== "none") throw badRequest("unsupported parse_mode");
  return { text, entities: givenEntities(args) };
}

/**
 * The text as it will be shown. Refuses what is empty or too long now: 4096 counts code points
 * after the entities are parsed, and `tooLong` differs between send and edit.
 */
export function fixText(
  input: Formatted,
  users: ReadonlyMap<number, User>,
  tooLong: "message is too long" | "MESSAGE_TOO_LONG",
): { text: string; entities: MessageEntity[] } {
  const { text, entities } = clean(input);
  // TDLib MessageEntity.cpp fix_formatted_text.
  if (text === "") throw badRequest("text must be non-empty");
  // TDLib MessageContent.cpp:4757; wording per method: teloxide errors.rs:279-294.
  if ([...text].length > MAX_TEXT_CODE_POINTS) throw badRequest(tooLong);
  const named = entities.flatMap((entity) => mention(entity, users));
  const settled = settle([...named, ...detect(text)]);
  // tdlib/telegram-bot-api#165: about 9.5 kB, measured here as TL bytes.
  if (sizeOf(settled) > MAX_ENTITY_BYTES) throw badRequest("ENTITIES_TOO_LONG");
  return { text, entities: settled };
}

/** As they travel to the server: constructor, offset and length, and a string or an id at times. */
function sizeOf(entities: readonly MessageEntity[]): number {
  return entities.reduce((sum, entity) => {
    if (entity.type === "text_link") return sum + 16 + Buffer.byteLength(entity.url);
    return sum + (entity.type === "text_mention" || entity.type === "custom_emoji" ? 20 : 12);
  }, 0);
}

/** A link to a user becomes a mention, or nothing when the bot does not know that user. */
export function mention(entity: MessageEntity, users: ReadonlyMap<number, User>): MessageEntity[] {
  const id = entity.type === "text_link" ? linkedUserId(entity.url) : null;
  if (id === null) return [entity];
  const user = users.get(id);
  const { offset, length } = entity;
  return user ? [{ type: "text_mention", offset, length, user }] : [];
}
