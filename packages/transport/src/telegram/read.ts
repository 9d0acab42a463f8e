import type { Delivery, Identity, Inbound } from "../contract.ts";
import { addressed, namesSomebody, realReply, threadOf } from "./address.ts";
import { attachedTo, textOf } from "./body.ts";
import { conversationOf, type TelegramContext } from "./context.ts";
import { type Message, type Press, Update } from "./update.ts";

type In = Inbound<TelegramContext>;

/** Groups and private chats; a channel has no one to talk to. */
const CHATS: readonly string[] = ["private", "group", "supergroup"];

/**
 * Reads one update. What is not a person speaking to us is ignored by name, so that an unknown kind is
 * acknowledged and not delivered again for 24 hours.
 */
export function readTelegram(delivery: Delivery, me: Identity): In[] {
  const parsed = Update.safeParse(delivery.body);
  if (!parsed.success) return [ignore("not an update of a known shape")];
  const { update_id, message, edited_message, callback_query } = parsed.data;
  const key = `u${update_id}`;
  if (message) return [readMessage("message", update_id, message, me)];
  if (edited_message) return [readMessage("edit", update_id, edited_message, me)];
  if (callback_query) return [readPress(key, callback_query, me)];
  return [ignore("an update kind that is not for us")];
}

function readMessage(
  kind: "message" | "edit",
  updateId: number,
  message: Message,
  me: Identity,
): In {
  const key = `u${updateId}`;
  if (message.migrate_to_chat_id !== undefined) return moved(key, message, me);
  const { chat, from } = message;
  if (!CHATS.includes(chat.type)) return ignore(`a ${chat.type}`);
  if (message.is_automatic_forward) return ignore("a forward from the linked channel");
  const actor = actorOf(message);
  if (!from || !actor) return ignore("not written by a person");
  if (actor.id === me.id) return ignore("written by us");
  const marked = textOf(message);
  if (!marked) return ignore("a message without words");
  const ours = addressed(message, marked, me);
  const group = message.media_group_id;
  if (ours === null && me.name === undefined && namesSomebody(marked)) {
    return { kind: "ignore", why: "our own name is not known yet", unsure: true };
  }
  // Of an album in a group only one item carries the words that address us.
  if (ours === null && group === undefined) return ignore("not addressed to us");
  const text = ours ?? marked.text;
  const thread = threadOf(message);
  const quoted = quotedBy(message);
  const attached = attachedTo(message);
  const ctx: TelegramContext = {
    bot: me.id,
    chat: String(chat.id),
    type: chat.type,
    ...(thread === undefined ? {} : { thread }),
    message: message.message_id,
    user: actor.id,
    name: actor.name,
    text,
    ...(from.language_code === undefined ? {} : { language: from.language_code }),
    ...(quoted === null ? {} : { quoted }),
    ...(attached.length === 0 ? {} : { attached }),
  };
  // A message id is unique only inside its chat; the conversation is the chat or a topic of it.
  const contentKey = `m${message.message_id}`;
  const order = message.message_id;
  const version = kind === "edit" ? { version: updateId } : {};
  return {
    kind,
    key,
    contentKey,
    order,
    ...version,
    ...(group === undefined ? {} : { group, joins: ours === null }),
    ctx,
  };
}

/**
 * Who speaks. A message on behalf of a chat has a stand-in as `from` that all anonymous admins share
 * (TDLib UserManager.cpp), so the chat itself is the actor; other bots are nobody.
 */
function actorOf(message: Message): { readonly id: string; readonly name: string } | null {
  const { sender_chat: chat, from } = message;
  if (chat) return { id: `chat:${chat.id}`, name: chat.title ?? "a channel" };
  if (!from || from.is_bot) return null;
  return { id: String(from.id), name: from.first_name };
}

function quotedBy(message: Message): TelegramContext["quoted"] | null {
  const replied = realReply(message);
  const text = message.quote?.text ?? replied?.text ?? replied?.caption;
  if (text === undefined || text.trim() === "") return null;
  return { from: replied?.from?.first_name ?? "somebody", text };
}

/** A group has become a supergroup: another chat id, other message ids. */
function moved(key: string, message: Message, me: Identity): In {
  const { chat, migrate_to_chat_id: to, message_id } = message;
  const ctx: TelegramContext = {
    bot: me.id,
    chat: String(to),
    type: "supergroup",
    message: message_id,
    user: "",
    name: "",
    text: "",
  };
  return { kind: "moved", key, from: conversationOf({ chat: String(chat.id) }), ctx };
}

/**
 * A button. One that is not on a message of a chat of ours (sent through another chat, in a channel) is
 * acknowledged by the presser's own conversation: the client waits for that, and nobody else may see it.
 */
function readPress(key: string, press: Press, me: Identity): In {
  const { from, data = "" } = press;
  const on = press.message && CHATS.includes(press.message.chat.type) ? press.message : null;
  const thread = on ? threadOf(on) : undefined;
  const ctx: TelegramContext = {
    bot: me.id,
    chat: String(on?.chat.id ?? from.id),
    type: on?.chat.type ?? "private",
    ...(thread === undefined ? {} : { thread }),
    message: on?.message_id ?? 0,
    // The presser: the message itself is ours. Anybody in a group may press.
    user: String(from.id),
    name: from.first_name,
    text: data,
    ...(from.language_code === undefined ? {} : { language: from.language_code }),
  };
  return { kind: "press", key, ctx, data, ack: press.id };
}

function ignore(why: string): In {
  return { kind: "ignore", why };
}
