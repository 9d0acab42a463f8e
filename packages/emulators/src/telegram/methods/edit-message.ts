import { isDeepStrictEqual } from "node:util";
import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { type ChatState, current, type StoredMessage, show } from "../chat.ts";
import { checkKeyboard, readKeyboard } from "../keyboard.ts";
import { badRequest, notBuilt } from "../refusal.ts";
import { fixText, readText } from "../text/input.ts";
import type { Message } from "../types.ts";
import type { Method } from "./method.ts";
import { targetOwnMessage } from "./targets.ts";

/** TG-server Client.cpp fail_query_with_error: MESSAGE_NOT_MODIFIED, spelled out. */
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

/** Leaving out `reply_markup` removes the keyboard. */
export const editMessageText: Method = {
  name: "editMessageText",
  parameters: [
    "business_connection_id",
    "chat_id",
    "message_id",
    "inline_message_id",
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "rich_message",
    "reply_markup",
  ],
  run({ account }, args) {
    refuseUnbuilt(args);
    if (args.has("rich_message")) throw notBuilt("rich_message");
    const input = readText(args);
    const keyboard = readKeyboard(args);
    const { state, message } = targetOwnMessage(account, args);
    const { text, entities } = fixText(input, account.users, "MESSAGE_TOO_LONG");
    checkKeyboard(keyboard);
    const shown = current(message);
    const same = shown.text === text && isDeepStrictEqual(shown.entities, entities);
    if (same && isDeepStrictEqual(message.keyboard, keyboard)) throw badRequest(NOT_MODIFIED);
    if (!same) message.versions.push({ text, entities, at: account.now() });
    message.keyboard = keyboard;
    return { result: edited(account, state, message) };
  },
};

export const editMessageReplyMarkup: Method = {
  name: "editMessageReplyMarkup",
  parameters: [
    "business_connection_id",
    "chat_id",
    "message_id",
    "inline_message_id",
    "reply_markup",
  ],
  run({ account }, args) {
    refuseUnbuilt(args);
    const keyboard = readKeyboard(args);
    const { state, message } = targetOwnMessage(account, args);
    checkKeyboard(keyboard);
    if (isDeepStrictEqual(message.keyboard, keyboard)) throw badRequest(NOT_MODIFIED);
    message.keyboard = keyboard;
    return { result: edited(account, state, message) };
  },
};

function refuseUnbuilt(args: Args): void {
  for (const name of ["business_connection_id", "inline_message_id"]) {
    if (args.has(name)) throw notBuilt(name);
  }
}

function edited(account: Account, state: ChatState, message: StoredMessage): Message {
  message.editedAt = account.now();
  account.changed({ kind: "edit", chat_id: state.chat.id, message_id: message.message_id });
  return show(state, message);
}
