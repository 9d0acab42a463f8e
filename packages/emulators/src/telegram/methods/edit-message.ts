import { isDeepStrictEqual } from "node:util";
import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { current, type StoredMessage, show } from "../chat.ts";
import type { InlineMessage } from "../inline.ts";
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
    const { message, done } = editable(account, args);
    const { text, entities } = fixText(input, account.users, "MESSAGE_TOO_LONG");
    checkKeyboard(keyboard);
    const shown = current(message);
    const same = shown.text === text && isDeepStrictEqual(shown.entities, entities);
    if (same && isDeepStrictEqual(message.keyboard, keyboard)) throw badRequest(NOT_MODIFIED);
    if (!same) message.versions.push({ text, entities, at: account.now() });
    message.keyboard = keyboard;
    return { result: done() };
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
    const { message, done } = editable(account, args);
    checkKeyboard(keyboard);
    if (isDeepStrictEqual(message.keyboard, keyboard)) throw badRequest(NOT_MODIFIED);
    message.keyboard = keyboard;
    return { result: done() };
  },
};

function refuseUnbuilt(args: Args): void {
  if (args.has("business_connection_id")) throw notBuilt("business_connection_id");
}

interface Editable {
  readonly message: StoredMessage | InlineMessage;
  /** Records the edit. @returns what the method answers */
  readonly done: () => Message | true;
}

function editable(account: Account, args: Args): Editable {
  if (args.text("chat_id") === "" && args.has("inline_message_id")) {
    const message = account.inline.get(args.text("inline_message_id"));
    // platforms.md 1.8 [unconfirmed for inline messages].
    if (!message) throw badRequest("MESSAGE_ID_INVALID");
    return {
      message,
      done: () => {
        account.changed({ kind: "edit" });
        return true;
      },
    };
  }
  const { state, message } = targetOwnMessage(account, args);
  return {
    message,
    done: () => {
      message.editedAt = account.now();
      account.changed({ kind: "edit", chat_id: state.chat.id, message_id: message.message_id });
      return show(state, message);
    },
  };
}
