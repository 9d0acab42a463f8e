import { answerCallbackQuery } from "./answer-callback-query.ts";
import { deleteMessage } from "./delete-message.ts";
import { editMessageReplyMarkup, editMessageText } from "./edit-message.ts";
import { getChatAdministrators, getChatMember } from "./get-chat-member.ts";
import { getFile } from "./get-file.ts";
import { getMe } from "./get-me.ts";
import type { Method } from "./method.ts";
import { deleteMyCommands, getMyCommands, setMyCommands } from "./my-commands.ts";
import { sendChatAction } from "./send-chat-action.ts";
import { sendMessage } from "./send-message.ts";
import { setMessageReaction } from "./set-message-reaction.ts";
import { deleteWebhook, getWebhookInfo, setWebhook } from "./webhook-methods.ts";

const METHODS: readonly Method[] = [
  answerCallbackQuery,
  deleteMessage,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getChatAdministrators,
  getChatMember,
  getFile,
  getMe,
  getMyCommands,
  getWebhookInfo,
  sendChatAction,
  sendMessage,
  setMessageReaction,
  setMyCommands,
  setWebhook,
];

const BY_NAME: ReadonlyMap<string, Method> = new Map(
  METHODS.map((method) => [method.name.toLowerCase(), method]),
);

/** Names are case-insensitive (TG-server Query.cpp lowers them). */
export function findMethod(name: string): Method | undefined {
  return BY_NAME.get(name.toLowerCase());
}
