import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { alive, type ChatState, type StoredMessage } from "../chat.ts";
import { badRequest, forbidden } from "../refusal.ts";
import { type Access, checkAccess } from "./access.ts";

/** The chat of `chat_id`, for something that is sent there. */
export function targetChat(account: Account, args: Args): ChatState {
  const state = lookUp(account, args.text("chat_id"), "write");
  if (state) return state;
  const user = account.users.get(args.integer("chat_id"));
  // TG-server / teloxide errors.rs, platforms.md 1.8: bots among themselves.
  if (user?.is_bot) throw forbidden("the bot can't send messages to the bot");
  // TG-server / teloxide errors.rs, platforms.md 1.8: known, but never wrote to the bot.
  throw forbidden("bot can't initiate conversation with a user");
}

/** The chat by its id, or undefined for a user with whom there is none yet. */
export function lookUp(account: Account, chatId: string, access: Access): ChatState | undefined {
  // TG-server Client.cpp check_chat.
  if (chatId.trim() === "") throw badRequest("chat_id is empty");
  const id = Number(chatId);
  const state = account.chats.get(id);
  if (state && state.group?.met !== false) {
    checkAccess(account, state, access);
    return state;
  }
  // TG-server Client.cpp check_chat: nobody, and no group, the bot has ever met.
  if (!account.users.has(id)) throw badRequest("chat not found");
  return undefined;
}

export interface Target {
  readonly state: ChatState;
  readonly message: StoredMessage;
}

/** The message of `chat_id` and `message_id`; `notFound` is worded by the method. */
export function targetMessage(
  account: Account,
  args: Args,
  notFound: string,
  access: Access = "write",
): Target {
  const state = lookUp(account, args.text("chat_id"), access);
  const id = args.integer("message_id");
  // TG-server Client.cpp check_message: zero or garbage.
  if (id <= 0) throw badRequest("message identifier is not specified");
  const message = state && alive(state, id);
  if (!message) throw badRequest(notFound);
  return { state, message };
}

/** The bot's own message, for an edit. */
export function targetOwnMessage(account: Account, args: Args): Target {
  // TG-server Client.cpp check_message; platforms.md 1.8.
  const target = targetMessage(account, args, "message to edit not found", "edit");
  // TDLib MessagesManager can_edit_message; platforms.md 1.8.
  if (target.message.from.id !== account.me.id) throw badRequest("message can't be edited");
  return target;
}
