import {
  type ChatAction,
  type ChatState,
  current,
  type StoredMessage,
  type Version,
} from "./chat.ts";
import { type BotStanding, isForum, type Topic } from "./group.ts";
import { serviceField } from "./privacy.ts";
import type { Chat, InlineKeyboardMarkup, MessageEntity, MessageFields, User } from "./types.ts";

/** What a message carries besides text. */
export type Media = (typeof MEDIA)[number];

/** A message as a person sees it, plus what was to be seen before. A snapshot. */
export interface MessageView {
  readonly message_id: number;
  /** In a channel the stand-in that the API leaves out. */
  readonly from: User;
  /** The chat that speaks behind `from`. */
  readonly sender_chat: Chat | null;
  /** Text or caption; "" when there is neither. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Everything else the API shows: media, service, quote, external_reply, via_bot ... */
  readonly fields: MessageFields;
  readonly media: Media | null;
  /** The name of the field that makes it a service message. */
  readonly service: string | null;
  /** `message_thread_id`: of a topic if `is_topic_message`, else of a chain of replies. */
  readonly thread: number | null;
  readonly is_topic_message: boolean;
  readonly media_group_id: string | null;
  /** The bot sent it or was told of it. */
  readonly known: boolean;
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
  /** What the bot is there; null in private chats. */
  readonly bot: BotStanding | null;
  /** Of a forum, General (1) first, without the deleted ones. */
  readonly topics: readonly Topic[];
  /** The supergroup that this basic group has become. */
  readonly migratedTo: number | null;
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
    bot: state.group?.bot ?? null,
    topics: topicsOf(state),
    migratedTo: state.group?.end?.kind === "migrated" ? state.group.end.to : null,
    messages: [...state.messages.values()].map(viewMessage),
    actions: [...state.actions],
  };
}

function topicsOf({ chat, group }: ChatState): Topic[] {
  if (!group || !isForum(chat)) return [];
  return [...group.topics.values()].filter(({ deleted }) => !deleted).map((one) => ({ ...one }));
}

/** An animation is a document as well. */
const MEDIA = [
  "animation",
  "photo",
  "video",
  "document",
  "audio",
  "voice",
  "sticker",
  "location",
  "rich_message",
] as const;

function viewMessage(message: StoredMessage): MessageView {
  const { text, entities } = current(message);
  return {
    message_id: message.message_id,
    from: message.from,
    sender_chat: message.senderChat,
    text,
    entities: [...entities],
    fields: message.fields,
    media: MEDIA.find((name) => name in message.fields) ?? null,
    service: serviceField(message),
    thread: message.thread?.id ?? null,
    is_topic_message: message.thread?.isTopic ?? false,
    media_group_id: message.fields.media_group_id ?? null,
    known: message.known,
    date: message.at,
    edits: [...message.versions],
    deleted: message.deletedAt !== null,
    deletedAt: message.deletedAt,
    reactions: message.reaction === null ? [] : [message.reaction],
    reply_to: message.replyTo,
    keyboard: message.keyboard,
  };
}

/** Deleted messages count: somebody may have read them. Those without any text do not. */
export function everVisible(state: ChatState, botId: number): Seen[] {
  const withText = [...state.messages.values()].filter(({ shows }) => shows !== "nothing");
  return withText.flatMap((message) =>
    message.versions.map(({ text, at }, version) => ({
      message_id: message.message_id,
      version,
      text,
      bot: message.from.id === botId,
      at,
    })),
  );
}
