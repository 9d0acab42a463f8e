import type {
  Audio,
  Document,
  Location,
  PhotoSize,
  RichMessage,
  Sticker,
  Video,
  Voice,
} from "./types-media.ts";

/**
 * The Bot API objects this server speaks, written down from the API reference and not from any
 * client library. `types.test.ts` holds them against grammY's declarations at compile time.
 */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface PrivateChat {
  readonly id: number;
  readonly type: "private";
  readonly first_name: string;
  readonly username?: string;
}

/** Id below zero; it dies when the group becomes a supergroup. */
export interface GroupChat {
  readonly id: number;
  readonly type: "group";
  readonly title: string;
}

/** Id -100 and more digits. A forum is one with topics. */
export interface SupergroupChat {
  readonly id: number;
  readonly type: "supergroup";
  readonly title: string;
  readonly username?: string;
  readonly is_forum?: true;
}

/** Ids as those of supergroups. */
export interface ChannelChat {
  readonly id: number;
  readonly type: "channel";
  readonly title: string;
}

/** Chats are a union on `type`. */
export type Chat = PrivateChat | GroupChat | SupergroupChat | ChannelChat;

interface Span {
  /** UTF-16 code units. */
  readonly offset: number;
  /** UTF-16 code units. */
  readonly length: number;
}

export type PlainEntityType =
  | "mention"
  | "bot_command"
  | "url"
  | "bold"
  | "italic"
  | "underline"
  | "strikethrough"
  | "spoiler"
  | "blockquote"
  | "expandable_blockquote"
  | "code";

export type MessageEntity =
  | (Span & { readonly type: PlainEntityType })
  | (Span & { readonly type: "pre"; readonly language?: string })
  | (Span & { readonly type: "text_link"; readonly url: string })
  | (Span & { readonly type: "text_mention"; readonly user: User })
  | (Span & { readonly type: "custom_emoji"; readonly custom_emoji_id: string });

export type InlineKeyboardButton =
  | { readonly text: string; readonly callback_data: string }
  | { readonly text: string; readonly url: string }
  | { readonly text: string; readonly copy_text: { readonly text: string } };

export interface InlineKeyboardMarkup {
  readonly inline_keyboard: InlineKeyboardButton[][];
}

export interface Message extends MessageFields {
  readonly message_id: number;
  /** Also on replies outside of topics: only `is_topic_message` makes it a topic. */
  readonly message_thread_id?: number;
  /** Absent in channels. */
  readonly from?: User;
  /** Who really speaks; `from` is a stand-in then. */
  readonly sender_chat?: Chat;
  readonly chat: Chat;
  /** Unix seconds. */
  readonly date: number;
  readonly is_topic_message?: true;
  /** Unix seconds. */
  readonly edit_date?: number;
  /** One level only: a nested message never carries its own reply. */
  readonly reply_to_message?: Message;
  readonly text?: string;
  readonly entities?: MessageEntity[];
  readonly caption?: string;
  readonly caption_entities?: MessageEntity[];
  readonly reply_markup?: InlineKeyboardMarkup;
}

/** What a message carries from its birth on, besides text and sender. */
export interface MessageFields extends ServiceFields {
  readonly forward_origin?: MessageOrigin;
  readonly is_automatic_forward?: true;
  readonly external_reply?: ExternalReplyInfo;
  readonly quote?: TextQuote;
  readonly via_bot?: User;
  readonly media_group_id?: string;
  readonly rich_message?: RichMessage;
  readonly animation?: Video;
  readonly audio?: Audio;
  readonly document?: Document;
  readonly photo?: readonly PhotoSize[];
  readonly sticker?: Sticker;
  readonly video?: Video;
  readonly voice?: Voice;
  readonly location?: Location;
}

/** A message with one of these is written by nobody: something happened. */
export interface ServiceFields {
  readonly new_chat_members?: readonly User[];
  readonly left_chat_member?: User;
  readonly new_chat_title?: string;
  readonly delete_chat_photo?: true;
  readonly group_chat_created?: true;
  readonly migrate_to_chat_id?: number;
  readonly migrate_from_chat_id?: number;
  readonly pinned_message?: Message | InaccessibleMessage;
  readonly forum_topic_created?: { readonly name: string; readonly icon_color: number };
  readonly forum_topic_closed?: Record<string, never>;
  readonly forum_topic_reopened?: Record<string, never>;
}

export interface TextQuote {
  readonly text: string;
  /** UTF-16 code units. */
  readonly position: number;
  readonly is_manual?: true;
}

export type MessageOrigin =
  | { readonly type: "user"; readonly date: number; readonly sender_user: User }
  | { readonly type: "chat"; readonly date: number; readonly sender_chat: Chat }
  | {
      readonly type: "channel";
      readonly date: number;
      readonly chat: ChannelChat;
      readonly message_id: number;
    };

/** A reply to a message of another chat or topic. */
export interface ExternalReplyInfo {
  readonly origin: MessageOrigin;
  /** Only of a supergroup or a channel. */
  readonly chat?: Chat;
  readonly message_id?: number;
}

/** What a button press refers to when the message is gone. */
export interface InaccessibleMessage {
  readonly message_id: number;
  readonly chat: Chat;
  readonly date: 0;
}

export interface CallbackQuery {
  readonly id: string;
  readonly from: User;
  /** Absent for a message that was sent inline: see `inline_message_id`. */
  readonly message?: Message | InaccessibleMessage;
  readonly inline_message_id?: string;
  readonly chat_instance: string;
  readonly data: string;
}

export interface ChatMemberUpdated {
  readonly chat: Chat;
  readonly from: User;
  readonly date: number;
  readonly old_chat_member: ChatMember;
  readonly new_chat_member: ChatMember;
}

export type ChatMember =
  | { readonly user: User; readonly status: "creator"; readonly is_anonymous: boolean }
  | ChatMemberAdministrator
  | { readonly user: User; readonly status: "member" }
  | ChatMemberRestricted
  | { readonly user: User; readonly status: "left" }
  | { readonly user: User; readonly status: "kicked"; readonly until_date: number };

export interface ChatMemberAdministrator {
  readonly user: User;
  readonly status: "administrator";
  readonly can_be_edited: boolean;
  readonly is_anonymous: boolean;
  readonly can_manage_chat: boolean;
  readonly can_delete_messages: boolean;
  readonly can_manage_video_chats: boolean;
  readonly can_restrict_members: boolean;
  readonly can_promote_members: boolean;
  readonly can_change_info: boolean;
  readonly can_invite_users: boolean;
  readonly can_post_stories: boolean;
  readonly can_edit_stories: boolean;
  readonly can_delete_stories: boolean;
  readonly can_send_welcome_messages: boolean;
  readonly can_pin_messages?: boolean;
  readonly can_manage_topics?: boolean;
}

/** Supergroups only. Here: somebody who may read and nothing else. */
export interface ChatMemberRestricted {
  readonly user: User;
  readonly status: "restricted";
  readonly is_member: boolean;
  readonly can_send_messages: boolean;
  readonly until_date: number;
}

/** The content of an update: exactly one of the fields. */
export type UpdateContent =
  | { readonly message: Message }
  | { readonly edited_message: Message }
  | { readonly channel_post: Message }
  | { readonly edited_channel_post: Message }
  | { readonly callback_query: CallbackQuery }
  | { readonly my_chat_member: ChatMemberUpdated };

/** An update of any kind, also of one that this server has never heard of. */
export interface AnyUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export type Update = { readonly update_id: number } & UpdateContent;

export interface WebhookInfo {
  readonly url: string;
  readonly has_custom_certificate: boolean;
  readonly pending_update_count: number;
  readonly last_error_date?: number;
  readonly last_error_message?: string;
  readonly max_connections?: number;
  readonly allowed_updates?: readonly string[];
}

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export interface ResponseParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}
