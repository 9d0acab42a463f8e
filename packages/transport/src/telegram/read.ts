import type { Delivery, Identity, Inbound } from "../contract.ts";
import type { TelegramContext } from "./context.ts";
import { type Message, type Press, Update } from "./update.ts";

type In = Inbound<TelegramContext>;

/**
 * Reads one update. Anything that is not a person's private text is ignored by name, so that an
 * unknown kind is acknowledged and not delivered again for 24 hours.
 */
export function readTelegram(delivery: Delivery, me: Identity): In[] {
  const parsed = Update.safeParse(delivery.body);
  if (!parsed.success) return [{ kind: "ignore", why: "not an update of a known shape" }];
  const { update_id, message, edited_message, callback_query } = parsed.data;
  const key = `u${update_id}`;
  if (message) return [readMessage("message", key, message, me)];
  if (edited_message) return [readMessage("edit", key, edited_message, me)];
  if (callback_query) return [readPress(key, callback_query, me)];
  return [{ kind: "ignore", why: "an update kind that is not for us" }];
}

function readMessage(kind: "message" | "edit", key: string, message: Message, me: Identity): In {
  const { chat, from, text, message_id } = message;
  if (chat.type !== "private") return { kind: "ignore", why: `a ${chat.type} chat` };
  if (!from || message.sender_chat) return { kind: "ignore", why: "not written by a person" };
  if (from.is_bot || String(from.id) === me.id) return { kind: "ignore", why: "written by a bot" };
  if (text === undefined) return { kind: "ignore", why: "a message without text" };
  const ctx: TelegramContext = {
    bot: me.id,
    chat: String(chat.id),
    message: message_id,
    user: String(from.id),
    name: from.first_name,
    text,
    ...(from.language_code === undefined ? {} : { language: from.language_code }),
  };
  // A message id is unique only inside its chat; the conversation is the chat.
  return { kind, key, contentKey: `m${message_id}`, order: message_id, ctx };
}

function readPress(key: string, press: Press, me: Identity): In {
  const { from, message, data } = press;
  if (message?.chat.type !== "private" || data === undefined) {
    return { kind: "ignore", why: "a press that is not on a private message" };
  }
  const ctx: TelegramContext = {
    bot: me.id,
    chat: String(message.chat.id),
    message: message.message_id,
    // The presser: the message itself is ours.
    user: String(from.id),
    name: from.first_name,
    text: data,
    ...(from.language_code === undefined ? {} : { language: from.language_code }),
  };
  return { kind: "press", key, ctx, data, ack: press.id };
}
