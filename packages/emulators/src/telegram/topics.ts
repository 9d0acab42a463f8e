import type { Account } from "./account.ts";
import { type ChatState, show } from "./chat.ts";
import { findGroup, findMessage } from "./find.ts";
import { GENERAL, isForum, type Topic } from "./group.ts";
import type { News, Said } from "./news.ts";
import type { Chat, ServiceFields, User } from "./types.ts";

/** What people do to a group and its topics: service messages. Mistakes of a test throw. */
export class Topics {
  readonly #account: Account;
  readonly #news: News;

  constructor(news: News) {
    this.#account = news.account;
    this.#news = news;
  }

  /** Opens a topic. By the bot itself: the root is the bot's own message, and no update. */
  open(chat: Chat, by: User, name: string): Said & { readonly id: number } {
    const { state, group } = findGroup(this.#account, chat);
    if (!isForum(chat)) throw new Error(`chat ${chat.id} has no topics`);
    const id = this.#account.nextId(state);
    group.topics.set(id, { id, name, closed: false, deleted: false });
    const forum_topic_created = { name, icon_color: 0x6fb9f0 };
    const thread = { id, isTopic: true };
    return { id, ...this.#news.service(state, by, { forum_topic_created }, thread) };
  }

  /** Closes or reopens a topic; General is 1. */
  set(chat: Chat, by: User, topicId: number, closed: boolean): Said {
    const { state, topic } = this.#topic(chat, topicId);
    if (topic.closed === closed) throw new Error(`topic ${topicId}: closed is ${closed} already`);
    topic.closed = closed;
    const fields = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
    const thread = topicId === GENERAL ? null : { id: topicId, isTopic: true };
    return this.#news.service(state, by, fields, thread);
  }

  /** The topic is gone with all its messages. Telegram tells the bot nothing. */
  remove(chat: Chat, topicId: number): void {
    const { state, topic } = this.#topic(chat, topicId);
    if (topicId === GENERAL) throw new Error("General can't be deleted");
    topic.deleted = true;
    const at = this.#account.now();
    for (const message of state.messages.values()) {
      if (message.thread?.isTopic && message.thread.id === topicId) message.deletedAt ??= at;
    }
    this.#account.changed({ kind: "delete", chat_id: chat.id });
  }

  pin(chat: Chat, by: User, messageId: number): Said {
    const { state } = findGroup(this.#account, chat);
    const pinned_message = show(state, findMessage(state, messageId), true);
    return this.#news.service(state, by, { pinned_message });
  }

  service(chat: Chat, by: User, fields: ServiceFields): Said {
    return this.#news.service(findGroup(this.#account, chat).state, by, fields);
  }

  #topic(chat: Chat, topicId: number): { state: ChatState; topic: Topic } {
    const { state, group } = findGroup(this.#account, chat);
    const topic = group.topics.get(topicId);
    if (!topic || topic.deleted) throw new Error(`no topic ${topicId} in chat ${chat.id}`);
    return { state, topic };
  }
}
