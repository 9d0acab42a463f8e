import {
  type ChatAction,
  type ChatState,
  current,
  type StoredMessage,
  type Version,
} from "./chat.ts";
import type { Chat, InlineKeyboardMarkup, MessageEntity, User } from "./types.ts";

/** A message as a person sees it, plus what was to be seen before. A snapshot. */
export interface MessageView {
  readonly message_id: number;
  readonly from: User;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Epoch milliseconds of the sending. */
  readonly date: number;
  /** Every version that was ever visible, oldest first, the current one last. */
  readonly edits: readonly Version[];
  readonly deleted: boolean;
  /** Epoch milliseconds, or null. */
  readonly deletedAt: number | null;
  /** Emoji the bot has put on the message. */
  readonly reactions: readonly string[];
  readonly reply_to: number | null;
  readonly keyboard: InlineKeyboardMarkup | null;
}

export interface ChatView {
  readonly chat: Chat;
  /** True while the user blocks the bot. */
  readonly blocked: boolean;
  /** In order of sending, deleted ones included. */
  readonly messages: readonly MessageView[];
  /** Every `sendChatAction`, oldest first. */
  readonly actions: readonly ChatAction[];
}

/** One text that was to be seen in a chat at some time. */
export interface Seen {
  readonly message_id: number;
  /** 0: as sent; 1: after the first edit of the text; and so on. */
  readonly version: number;
  readonly text: string;
  /** True for the bot's own messages. */
  readonly bot: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function viewChat(state: ChatState): ChatView {
  return {
    chat: state.chat,
    blocked: state.blocked,
    messages: [...state.messages.values()].map(viewMessage),
    actions: [...state.actions],
  };
}

function viewMessage(message: StoredMessage): MessageView {
  const { text, entities } = current(message);
  return {
    message_id: message.message_id,
    from: message.from,
    text,
    entities: [...entities],
    date: message.at,
    edits: [...message.versions],
    deleted: message.deletedAt !== null,
    deletedAt: message.deletedAt,
    reactions: message.reaction === null ? [] : [message.reaction],
    reply_to: message.replyTo,
    keyboard: message.keyboard,
  };
}

/** Deleted messages count: somebody may have read them. */
export function everVisible(state: ChatState, botId: number): Seen[] {
  return [...state.messages.values()].flatMap((message) =>
    message.versions.map(({ text, at }, version) => ({
      message_id: message.message_id,
      version,
      text,
      bot: message.from.id === botId,
      at,
    })),
  );
}
