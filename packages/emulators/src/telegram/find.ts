import type { Account } from "./account.ts";
import { alive, type ChatState, type StoredMessage } from "./chat.ts";
import type { GroupState } from "./group.ts";
import type { Chat } from "./types.ts";

// What a test names has to be there: everything else is a mistake of the test.

export interface FoundGroup {
  readonly state: ChatState;
  readonly group: GroupState;
}

/** A group or channel in which things still happen. */
export function findGroup(account: Account, chat: Chat): FoundGroup {
  const state = account.chats.get(chat.id);
  if (!state?.group) throw new Error(`no group ${chat.id}`);
  if (state.group.end) throw new Error(`group ${chat.id} is no more`);
  return { state, group: state.group };
}

export function findChat(account: Account, chatId: number): ChatState {
  const state = account.chats.get(chatId);
  if (!state) throw new Error(`no chat ${chatId}`);
  return state;
}

/** A message that was not deleted. */
export function findMessage(state: ChatState, messageId: number): StoredMessage {
  const message = alive(state, messageId);
  if (!message) throw new Error(`no message ${messageId} in chat ${state.chat.id}`);
  return message;
}
