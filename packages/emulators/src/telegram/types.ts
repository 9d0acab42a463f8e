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

/** Chats are a union on `type`; groups, supergroups and channels join it later. */
export interface PrivateChat {
  readonly id: number;
  readonly type: "private";
  readonly first_name: string;
  readonly username?: string;
}
export type Chat = PrivateChat;

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

export interface Message {
  readonly message_id: number;
  readonly from: User;
  readonly chat: Chat;
  /** Unix seconds. */
  readonly date: number;
  /** Unix seconds. */
  readonly edit_date?: number;
  /** One level only: a nested message never carries its own reply. */
  readonly reply_to_message?: Message;
  readonly text: string;
  readonly entities?: MessageEntity[];
  readonly reply_markup?: InlineKeyboardMarkup;
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
  readonly message: Message | InaccessibleMessage;
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
  | { readonly user: User; readonly status: "member" }
  | { readonly user: User; readonly status: "kicked"; readonly until_date: number };

/** The content of an update: exactly one of the fields. */
export type UpdateContent =
  | { readonly message: Message }
  | { readonly edited_message: Message }
  | { readonly callback_query: CallbackQuery }
  | { readonly my_chat_member: ChatMemberUpdated };

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
