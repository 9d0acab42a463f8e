import type { GroupState } from "./group.ts";
import type {
  Chat,
  InlineKeyboardMarkup,
  Message,
  MessageEntity,
  MessageFields,
  User,
} from "./types.ts";

/** A text that was visible from `at` on, until the next version or the deletion. */
export interface Version {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** `message_thread_id`, and whether it is that of a forum topic or just of a chain of replies. */
export interface Thread {
  readonly id: number;
  readonly isTopic: boolean;
}

/** A message with everything that ever happened to it. It stays here after a deletion. */
export interface StoredMessage {
  readonly message_id: number;
  readonly chat: Chat;
  /** In a channel the stand-in that the API leaves out. */
  readonly from: User;
  /** The chat that speaks instead of `from`. */
  readonly senderChat: Chat | null;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly replyTo: number | null;
  readonly thread: Thread | null;
  /** Under which name the API shows the text. */
  readonly shows: "text" | "caption" | "nothing";
  readonly fields: MessageFields;
  /** Oldest first, never empty. A change of the keyboard alone is no new version. */
  readonly versions: [Version, ...Version[]];
  /** Under privacy mode a reply to such a message reaches the bot. */
  readonly meant: boolean;
  /** The bot has been told of it, or sent it. */
  known: boolean;
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
  /** Only when the call named one in a forum. */
  readonly thread?: number;
}

export interface ChatState {
  readonly chat: Chat;
  /** In order of sending, deleted ones included. */
  readonly messages: Map<number, StoredMessage>;
  readonly actions: ChatAction[];
  blocked: boolean;
  /** Null in private chats. */
  readonly group: GroupState | null;
  /** Where a chat counts its own messages. Its creation was number 1: no topic has that id. */
  lastId: number;
}

export function newChat(chat: Chat, group: GroupState | null = null, lastId = 1): ChatState {
  return { chat, messages: new Map(), actions: [], blocked: false, group, lastId };
}

export function current(message: Pick<StoredMessage, "versions">): Version {
  return message.versions.at(-1) ?? message.versions[0];
}

export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The message as the Bot API shows it now. */
export function show(state: ChatState, message: StoredMessage, nested = false): Message {
  const { chat, thread, senderChat, editedAt, keyboard } = message;
  const reply = nested ? undefined : repliedTo(state, message);
  return {
    message_id: message.message_id,
    ...(thread ? { message_thread_id: thread.id } : {}),
    // TG-types Message.from: a stand-in outside of channels, absent inside.
    ...(chat.type === "channel" ? {} : { from: message.from }),
    ...(senderChat ? { sender_chat: senderChat } : {}),
    chat,
    date: unixSeconds(message.at),
    ...(editedAt === null ? {} : { edit_date: unixSeconds(editedAt) }),
    ...(thread?.isTopic ? { is_topic_message: true } : {}),
    ...(reply ? { reply_to_message: show(state, reply, true) } : {}),
    ...message.fields,
    ...showText(message),
    ...(keyboard ? { reply_markup: keyboard } : {}),
  };
}

/**
 * In a topic every message that replies to nothing else is a reply to the topic's first message
 * (TG-server Client.cpp get_implicit_reply_to_message_id).
 */
function repliedTo(state: ChatState, message: StoredMessage): StoredMessage | undefined {
  const { message_id, replyTo, thread, fields } = message;
  if (replyTo !== null) return alive(state, replyTo);
  const implicit = thread?.isTopic && thread.id !== message_id && !fields.external_reply;
  return implicit ? alive(state, thread.id) : undefined;
}

function showText(message: StoredMessage): Partial<Message> {
  const { text, entities } = current(message);
  const some = entities.length > 0;
  switch (message.shows) {
    case "text":
      return { text, ...(some ? { entities: [...entities] } : {}) };
    case "caption":
      return { caption: text, ...(some ? { caption_entities: [...entities] } : {}) };
    case "nothing":
      return {};
    default:
      return message.shows satisfies never;
  }
}

/** The message unless it was deleted or never existed. */
export function alive(state: ChatState, messageId: number): StoredMessage | undefined {
  const message = state.messages.get(messageId);
  return message?.deletedAt === null ? message : undefined;
}
