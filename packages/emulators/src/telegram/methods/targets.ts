import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { alive, type ChatState, type StoredMessage } from "../chat.ts";
import { badRequest, forbidden } from "../refusal.ts";
import type { User } from "../types.ts";

/** The chat of `chat_id`, for something that is sent there. */
export function targetChat(account: Account, args: Args): ChatState {
  const { state, user } = look(account, args);
  if (state) return state;
  // TG-server / teloxide errors.rs, platforms.md 1.8: bots among themselves.
  if (user?.is_bot) throw forbidden("the bot can't send messages to the bot");
  // TG-server / teloxide errors.rs, platforms.md 1.8: known, but never wrote to the bot.
  throw forbidden("bot can't initiate conversation with a user");
}

function look(account: Account, args: Args): { state?: ChatState; user?: User } {
  // TG-server Client.cpp check_chat.
  if (args.text("chat_id").trim() === "") throw badRequest("chat_id is empty");
  const id = args.integer("chat_id");
  const state = account.chats.get(id);
  if (state) return { state };
  const user = account.users.get(id);
  // TG-server Client.cpp check_chat: nobody the bot has ever met.
  if (!user) throw badRequest("chat not found");
  return { user };
}

/** Refuses to reach somebody who blocked the bot. */
export function checkReachable(state: ChatState): void {
  // TG-server Client.cpp fail_query_with_error: USER_IS_BLOCKED.
  if (state.blocked) throw forbidden("bot was blocked by the user");
}

export interface Target {
  readonly state: ChatState;
  readonly message: StoredMessage;
}

/** The message of `chat_id` and `message_id`; `notFound` is worded by the method. */
export function targetMessage(account: Account, args: Args, notFound: string): Target {
  const { state } = look(account, args);
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
  const target = targetMessage(account, args, "message to edit not found");
  // TDLib MessagesManager can_edit_message; platforms.md 1.8.
  if (target.message.from.id !== account.me.id) throw badRequest("message can't be edited");
  return target;
}
