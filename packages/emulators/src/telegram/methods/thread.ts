import type { Args } from "../args.ts";
import type { ChatState } from "../chat.ts";
import { GENERAL, isAdmin, isForum, type Topic } from "../group.ts";
import { badRequest } from "../refusal.ts";

/**
 * The topic that `message_thread_id` names, or null. Outside of forums the parameter has no effect;
 * in a forum neither General nor a chain of replies can be named (tdlib/telegram-bot-api#447).
 */
export function readTopic(state: ChatState, args: Args): Topic | null {
  const id = args.integer("message_thread_id");
  if (id <= 0 || !isForum(state.chat)) return null;
  const topic = id === GENERAL ? undefined : findTopic(state, id);
  // TG-server Client.cpp check_message_topic; platforms.md 1.8.
  if (!topic) throw badRequest("message thread not found");
  return topic;
}

export function findTopic({ group }: ChatState, id: number): Topic | undefined {
  const topic = group?.topics.get(id);
  return topic?.deleted ? undefined : topic;
}

/** Only administrators write in a closed topic, General included. */
export function checkOpen({ group }: ChatState, topic: Topic | undefined): void {
  // qbittorrent_telegram_notification#12.
  if (topic?.closed && !isAdmin(group?.bot)) throw badRequest("TOPIC_CLOSED");
}
