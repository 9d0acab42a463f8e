import { expect, test } from "vitest";
// Types only, and only here: declarations near the vendor check ours, the server never sees them.
// By way of pnpm's store, because nothing of this package depends on grammY.
import type * as grammy from "../../../../node_modules/.pnpm/node_modules/@grammyjs/types/mod.d.ts";
import { findMethod } from "./methods/index.ts";
import { REACTIONS } from "./reactions.ts";
import type * as ours from "./types.ts";
import type * as media from "./types-media.ts";

type Fits<Ours extends Theirs, Theirs> = [Ours, Theirs];
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
/** Each level holds the next: the compiler would not come to an end. */
type Recursive = "reply_to_message" | "pinned_message" | "rich_message";
type RichTextType = Exclude<grammy.RichText, string | unknown[]>["type"];
type KeysOf<Union> = Union extends unknown ? keyof Union : never;
/** Fails to compile when an object of ours is not one of theirs. */
export type Checked = [
  Fits<Mutable<ours.User>, grammy.User>,
  Fits<Mutable<ours.PrivateChat>, grammy.Chat.PrivateChat>,
  Fits<Mutable<ours.MessageEntity>, grammy.MessageEntity>,
  Fits<Mutable<ours.InlineKeyboardMarkup>, grammy.InlineKeyboardMarkup>,
  Fits<Mutable<Omit<ours.Message, Recursive>>, Partial<grammy.Message>>,
  Fits<keyof ours.Message, keyof grammy.Message>,
  Fits<Mutable<ours.Chat>, grammy.Chat>,
  Fits<Mutable<media.File>, grammy.File>,
  Fits<media.RichBlock["type"], grammy.RichBlock["type"]>,
  Fits<Exclude<media.RichText, string | readonly unknown[]>["type"], RichTextType>,
  Fits<KeysOf<ours.UpdateContent>, keyof grammy.Update>,
  Fits<Mutable<ours.ChatMemberAdministrator>, grammy.ChatMemberAdministrator>,
  Fits<keyof ours.ChatMemberRestricted, keyof grammy.ChatMemberRestricted>,
  Fits<Mutable<ours.BotCommand>, grammy.BotCommand>,
  Fits<keyof ours.WebhookInfo, keyof grammy.WebhookInfo>,
  Fits<keyof ours.CallbackQuery, keyof grammy.CallbackQuery>,
  Fits<keyof ours.ChatMemberUpdated, keyof grammy.ChatMemberUpdated>,
  Fits<ours.ChatMember["status"], grammy.ChatMember["status"]>,
  Fits<keyof ours.ResponseParameters, keyof grammy.ResponseParameters>,
];

type Emoji = grammy.ReactionTypeEmoji["emoji"];
type ApiMethods = grammy.ApiMethods<never>;
type Parameter<Name extends keyof ApiMethods> = keyof Parameters<ApiMethods[Name]>[0] & string;
/** Every name of a union exactly once, or a compile error. */
type Names<Union extends string> = Record<Union, true>;

test("the reactions are those of the API reference, spelled alike", () => {
  const some: Emoji[] = ["👍", "❤", "❤‍🔥", "👨‍💻", "🤷‍♂", "☃", "✍", "🕊", "😡"];
  expect(REACTIONS).toEqual(expect.arrayContaining(some));
  expect(new Set(REACTIONS).size).toBe(73);
  expect(REACTIONS.filter((emoji) => emoji.includes("\ufe0f"))).toEqual([]);
});

test("no parameter is missing or made up", () => {
  const theirs: { [Name in (typeof METHODS)[number]]: Names<Parameter<Name>> } = {
    answerCallbackQuery: {
      callback_query_id: true,
      text: true,
      show_alert: true,
      url: true,
      cache_time: true,
    },
    deleteMessage: { chat_id: true, message_id: true },
    deleteMyCommands: { scope: true, language_code: true },
    getChatAdministrators: { chat_id: true, return_bots: true },
    getChatMember: { chat_id: true, user_id: true },
    getFile: { file_id: true },
    getMyCommands: { scope: true, language_code: true },
    editMessageReplyMarkup: {
      business_connection_id: true,
      chat_id: true,
      message_id: true,
      inline_message_id: true,
      reply_markup: true,
    },
    editMessageText: {
      business_connection_id: true,
      chat_id: true,
      message_id: true,
      inline_message_id: true,
      text: true,
      parse_mode: true,
      entities: true,
      link_preview_options: true,
      rich_message: true,
      reply_markup: true,
    },
    sendChatAction: {
      business_connection_id: true,
      chat_id: true,
      message_thread_id: true,
      action: true,
    },
    sendMessage: {
      business_connection_id: true,
      chat_id: true,
      message_thread_id: true,
      direct_messages_topic_id: true,
      ephemeral_message_parameters: true,
      text: true,
      parse_mode: true,
      entities: true,
      link_preview_options: true,
      disable_notification: true,
      protect_content: true,
      allow_paid_broadcast: true,
      suggested_post_parameters: true,
      message_effect_id: true,
      reply_parameters: true,
      reply_markup: true,
      reply_to_message_id: true,
    },
    setMessageReaction: { chat_id: true, message_id: true, reaction: true, is_big: true },
    setMyCommands: { commands: true, scope: true, language_code: true },
    setWebhook: {
      url: true,
      certificate: true,
      ip_address: true,
      max_connections: true,
      allowed_updates: true,
      drop_pending_updates: true,
      secret_token: true,
    },
  };
  for (const [name, parameters] of Object.entries(theirs)) {
    const known = findMethod(name)?.parameters;
    expect([name, known?.toSorted()]).toEqual([name, Object.keys(parameters).toSorted()]);
  }
});

const METHODS = [
  "answerCallbackQuery",
  "deleteMessage",
  "deleteMyCommands",
  "getChatAdministrators",
  "getChatMember",
  "getFile",
  "getMyCommands",
  "editMessageReplyMarkup",
  "editMessageText",
  "sendChatAction",
  "sendMessage",
  "setMessageReaction",
  "setMyCommands",
  "setWebhook",
] as const;
