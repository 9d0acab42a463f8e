import type { StoredMessage, Thread } from "./chat.ts";
import type { Chat, ChatMember, User } from "./types.ts";

/** What somebody is in a group. `restricted`: may read and not write; supergroups only. */
export type Standing = ChatMember["status"];

/** The bot never owns a group. */
export type BotStanding = Exclude<Standing, "creator">;

/** The General topic of a forum. Its messages carry no thread id. */
export const GENERAL = 1;

export interface Topic {
  /** `message_thread_id`, and the message that opened it; {@link GENERAL} has none. */
  readonly id: number;
  readonly name: string;
  closed: boolean;
  deleted: boolean;
}

/** A group, supergroup, forum or channel, as the bot stands in it. */
export interface GroupState {
  /** Without the bot. */
  readonly people: Map<number, { readonly user: User; standing: Standing }>;
  bot: BotStanding;
  /** False until the bot has been there once: till then it can't name the group. */
  met: boolean;
  /** As it was when the bot came in: a change counts from the next time on (TG-features). */
  readonly privacy: boolean;
  readonly hiddenMembers: boolean;
  /** Forums only. */
  readonly topics: Map<number, Topic>;
  /** Of the last bot that spoke. */
  lastBot: number | null;
  end: null | { readonly kind: "deleted" } | { readonly kind: "migrated"; readonly to: number };
}

export function isIn(standing: Standing | undefined): boolean {
  return standing !== undefined && standing !== "left" && standing !== "kicked";
}

export function isAdmin(standing: Standing | undefined): boolean {
  return standing === "creator" || standing === "administrator";
}

/** A basic group is told from the rest by its id alone. */
export function hasOwnCounter({ type }: Chat): boolean {
  return type === "supergroup" || type === "channel";
}

export function isForum(chat: Chat): boolean {
  return chat.type === "supergroup" && chat.is_forum === true;
}

/**
 * The thread of a new message. A reply outside of topics opens a chain or joins one: the id is
 * there, `is_topic_message` is not (platforms.md 1.2, "Thread id trap"; tdlib/telegram-bot-api#447).
 */
export function threadOf(chat: Chat, topic: number, replied: StoredMessage | null): Thread | null {
  if (chat.type !== "supergroup") return null;
  if (isForum(chat) && topic !== GENERAL) return { id: topic, isTopic: true };
  if (!replied) return null;
  return { id: replied.thread?.id ?? replied.message_id, isTopic: false };
}

/** The topic a message lies in. */
export function topicOf(message: { readonly thread: Thread | null }): number {
  return message.thread?.isTopic ? message.thread.id : GENERAL;
}

/** A member in the words of the API. */
export function chatMember(user: User, standing: Standing): ChatMember {
  switch (standing) {
    case "creator":
      return { user, status: standing, is_anonymous: false };
    case "administrator":
      return {
        user,
        status: standing,
        can_be_edited: false,
        is_anonymous: false,
        can_manage_chat: true,
        can_delete_messages: true,
        can_manage_video_chats: true,
        can_restrict_members: true,
        can_promote_members: false,
        can_change_info: true,
        can_invite_users: true,
        can_post_stories: false,
        can_edit_stories: false,
        can_delete_stories: false,
        can_send_welcome_messages: false,
        can_pin_messages: true,
        can_manage_topics: true,
      };
    case "member":
    case "left":
      return { user, status: standing };
    case "restricted":
      return { user, status: standing, is_member: true, can_send_messages: false, until_date: 0 };
    case "kicked":
      return { user, status: standing, until_date: 0 };
    default:
      return standing satisfies never;
  }
}
