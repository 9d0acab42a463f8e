import type { StoredMessage } from "./chat.ts";
import { type GroupState, isAdmin, isIn } from "./group.ts";
import type { MessageEntity, User } from "./types.ts";

/** What decides for whom a message is. */
export interface Spoken {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** A real reply, not the one that topics make up. */
  readonly replied: StoredMessage | null;
  readonly viaBot: User | null;
}

/**
 * Whether privacy mode takes a message as meant for this bot: a reply to it or to something meant
 * for it, sent via it, a command that names it, or a bare command while it was the last bot to
 * speak. A mention is none of these. Replies go first, since a message reaches only one bot of this
 * kind (TG-features#privacy-mode).
 */
export function isMeant(spoken: Spoken, me: User, lastBot: number | null): boolean {
  const { replied, viaBot, text, entities } = spoken;
  if (replied && isOtherBot(replied, me)) return false;
  if (replied && (replied.from.id === me.id || replied.meant)) return true;
  if (viaBot) return viaBot.id === me.id;
  const command = entities.find(({ type, offset }) => type === "bot_command" && offset === 0);
  if (!command) return false;
  const [, to] = text.slice(0, command.length).split("@");
  return to === undefined ? lastBot === me.id : to.toLowerCase() === me.username?.toLowerCase();
}

/** Written by another bot itself: the stand-ins for chats are bots in name only. */
function isOtherBot(message: StoredMessage, me: User): boolean {
  const { from, senderChat } = message;
  return from.is_bot && from.id !== me.id && senderChat === null;
}

/**
 * Whether the bot is told of a new message. Service messages reach every bot that is there; other
 * bots are heard only in Bot-to-Bot Communication Mode (TG-features#bot-to-bot-communication).
 */
export function isDelivered(
  message: StoredMessage,
  group: GroupState,
  me: User,
  hearsBots: boolean,
): boolean {
  if (!isIn(group.bot) || message.from.id === me.id) return false;
  if (isService(message)) return true;
  if (isOtherBot(message, me) && !hearsBots) return false;
  return message.meant || !group.privacy || isAdmin(group.bot);
}

const SERVICE = new Set(
  [
    "new_chat_members left_chat_member new_chat_title delete_chat_photo group_chat_created",
    "migrate_to_chat_id migrate_from_chat_id pinned_message",
    "forum_topic_created forum_topic_closed forum_topic_reopened",
  ].flatMap((names) => names.split(" ")),
);

/** The field that makes it a service message, or null. */
export function serviceField({ fields }: StoredMessage): string | null {
  return Object.keys(fields).find((name) => SERVICE.has(name)) ?? null;
}

function isService(message: StoredMessage): boolean {
  return serviceField(message) !== null;
}
