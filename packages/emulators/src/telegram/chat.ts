import type { Chat, InlineKeyboardMarkup, Message, MessageEntity, User } from "./types.ts";

/** A text that was visible from `at` on, until the next version or the deletion. */
export interface Version {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A message with everything that ever happened to it. It stays here after a deletion. */
export interface StoredMessage {
  readonly message_id: number;
  readonly chat: Chat;
  readonly from: User;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly replyTo: number | null;
  /** Oldest first, never empty. A change of the keyboard alone is no new version. */
  readonly versions: [Version, ...Version[]];
  keyboard: InlineKeyboardMarkup | null;
  /** Epoch milliseconds of the last edit, of text or keyboard. */
  editedAt: number | null;
  deletedAt: number | null;
  /** The bot's own reaction; Telegram allows it one. */
  reaction: string | null;
}

export interface ChatAction {
  readonly action: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ChatState {
  readonly chat: Chat;
  /** In order of sending, deleted ones included. */
  readonly messages: Map<number, StoredMessage>;
  readonly actions: ChatAction[];
  blocked: boolean;
}

export function current(message: StoredMessage): Version {
  return message.versions.at(-1) ?? message.versions[0];
}

export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The message as the Bot API shows it now. */
export function show(state: ChatState, message: StoredMessage, nested = false): Message {
  const { text, entities } = current(message);
  const reply = nested ? undefined : alive(state, message.replyTo ?? 0);
  return {
    message_id: message.message_id,
    from: message.from,
    chat: message.chat,
    date: unixSeconds(message.at),
    ...(message.editedAt === null ? {} : { edit_date: unixSeconds(message.editedAt) }),
    ...(reply ? { reply_to_message: show(state, reply, true) } : {}),
    text,
    ...(entities.length > 0 ? { entities: [...entities] } : {}),
    ...(message.keyboard ? { reply_markup: message.keyboard } : {}),
  };
}

/** The message unless it was deleted or never existed. */
export function alive(state: ChatState, messageId: number): StoredMessage | undefined {
  const message = state.messages.get(messageId);
  return message?.deletedAt === null ? message : undefined;
}
