import type { Account } from "./account.ts";
import { type ChatState, current, type StoredMessage, unixSeconds } from "./chat.ts";
import { type AlbumItem, type Composed, type Content, compose } from "./content.ts";
import { externalReply } from "./external.ts";
import { findChat, findGroup, findMessage } from "./find.ts";
import { GENERAL, type GroupState, isAdmin, isForum, isIn, threadOf, topicOf } from "./group.ts";
import type { News, Said } from "./news.ts";
import { isMeant } from "./privacy.ts";
import { rewrite } from "./rewrite.ts";
import { ANONYMOUS_ADMIN, CHANNEL_BOT, type Sender, TELEGRAM } from "./sender.ts";
import type { Written } from "./text/written.ts";
import type { ChannelChat, Chat, MessageFields, TextQuote, User } from "./types.ts";
import type { Queued } from "./updates.ts";

export interface SayInOptions {
  /** `message_thread_id` of a topic; default General, or the topic of the message replied to. */
  readonly topic?: number;
  /** A message of the same group, or one of another chat. */
  readonly replyTo?: number | { readonly chat: number; readonly message: number };
  /** The part of the other message that the person has marked. */
  readonly quote?: string;
  /** `from` is GroupAnonymousBot. Supergroups only. */
  readonly asAnonymousAdmin?: boolean;
  /** `from` is Channel_Bot. Supergroups only. */
  readonly asChannel?: ChannelChat;
  /** The person sent an inline result of this bot. */
  readonly viaBot?: User;
}

/** What people say in groups and channels. Mistakes of a test throw. */
export class Groups {
  readonly #account: Account;
  readonly #news: News;
  #albums = 0;

  constructor(news: News) {
    this.#account = news.account;
    this.#news = news;
  }

  say(chat: Chat, user: User, content: Content, options: SayInOptions = {}): Said {
    const { state, group } = findGroup(this.#account, chat);
    const composed = compose(content, this.#account.files, this.#account.users);
    return this.#say(state, group, user, composed, options);
  }

  album(chat: Chat, user: User, items: readonly AlbumItem[], options: SayInOptions = {}): Said[] {
    const { state, group } = findGroup(this.#account, chat);
    const media_group_id = this.nextAlbum(items);
    return items.map((item) => {
      const composed = compose(item, this.#account.files, this.#account.users);
      return this.#say(state, group, user, composed, options, { media_group_id });
    });
  }

  /** @returns a `media_group_id` for the items of one album. */
  nextAlbum(items: readonly AlbumItem[]): string {
    // TG-types sendMediaGroup: "must include 2-10 items"; people are held to the same.
    if (items.length < 2 || items.length > 10) throw new Error("an album has 2 to 10 items");
    this.#albums += 1;
    return `1412345678901${this.#albums}`;
  }

  /** The author corrects his message: its text, or its caption. */
  edit(chat: Chat, messageId: number, source: Written): Queued {
    const { state } = findGroup(this.#account, chat);
    const message = findMessage(state, messageId);
    if (message.from.id === this.#account.me.id) throw new Error("the bot edits its own messages");
    rewrite(this.#account, state, message, source);
    return this.#news.tellEdit(state, message);
  }

  /** A post of a channel: nobody's name is on it. */
  publish(channel: ChannelChat, content: Content): Said {
    const { state } = findGroup(this.#account, channel);
    const { text, shows, fields } = compose(content, this.#account.files, this.#account.users);
    const draft = { from: CHANNEL_BOT, senderChat: state.chat, text, shows, fields };
    return this.#news.tell(state, this.#account.add(state, draft));
  }

  /** A post of the channel appears in its discussion group, by itself. */
  forward(channel: ChannelChat, messageId: number, chat: Chat): Said {
    const post = findMessage(findGroup(this.#account, channel).state, messageId);
    const { state } = findGroup(this.#account, chat);
    const { text, entities } = current(post);
    const fields: MessageFields = {
      ...post.fields,
      is_automatic_forward: true,
      forward_origin: {
        type: "channel",
        date: unixSeconds(post.at),
        chat: channel,
        message_id: messageId,
      },
    };
    const { shows } = post;
    const draft = { from: TELEGRAM, senderChat: channel, text: { text, entities }, shows, fields };
    return this.#news.tell(state, this.#account.add(state, draft));
  }

  #say(
    state: ChatState,
    group: GroupState,
    user: User,
    { text, shows, fields }: Composed,
    options: SayInOptions,
    more: MessageFields = {},
  ): Said {
    const sender = this.#sender(state, group, user, options);
    const { replyTo, viaBot = null } = options;
    const replied = typeof replyTo === "number" ? findMessage(state, replyTo) : null;
    const topic = options.topic ?? (replied ? topicOf(replied) : GENERAL);
    checkTopic(state, group, topic, isAdmin(group.people.get(user.id)?.standing));
    const other = typeof replyTo === "object" ? elsewhere(this.#account, replyTo) : null;
    // TG-types Message.reply_to_message: "in the same chat and message thread", else external_reply.
    const apart = other ?? (replied && topicOf(replied) !== topic ? replied : null);
    const near = apart ? null : replied;
    const meant = isMeant({ ...text, replied: near, viaBot }, this.#account.me, group.lastBot);
    const message = this.#account.add(state, {
      ...sender,
      text,
      shows,
      replyTo: near?.message_id ?? null,
      thread: threadOf(state.chat, topic, near),
      meant,
      fields: {
        ...fields,
        ...more,
        ...(apart ? { external_reply: externalReply(apart) } : {}),
        ...quoted(options.quote, replied ?? other),
        ...(viaBot ? { via_bot: viaBot } : {}),
      },
    });
    return this.#news.tell(state, message);
  }

  #sender(state: ChatState, group: GroupState, user: User, options: SayInOptions): Sender {
    const standing = group.people.get(user.id)?.standing;
    if (!isIn(standing)) throw new Error(`user ${user.id} is not in chat ${state.chat.id}`);
    const { asAnonymousAdmin, asChannel } = options;
    if (!asAnonymousAdmin && !asChannel) return { from: user, senderChat: null };
    if (state.chat.type !== "supergroup") throw new Error("only supergroups have masks");
    if (asChannel) return { from: CHANNEL_BOT, senderChat: asChannel };
    if (!isAdmin(standing)) throw new Error(`user ${user.id} is no administrator`);
    return { from: ANONYMOUS_ADMIN, senderChat: state.chat };
  }
}

function elsewhere(account: Account, { chat, message }: { chat: number; message: number }) {
  return findMessage(findChat(account, chat), message);
}

function checkTopic({ chat }: ChatState, group: GroupState, id: number, admin: boolean): void {
  if (!isForum(chat)) {
    if (id !== GENERAL) throw new Error(`chat ${chat.id} has no topics`);
    return;
  }
  const topic = group.topics.get(id);
  if (!topic || topic.deleted) throw new Error(`no topic ${id} in chat ${chat.id}`);
  if (topic.closed && !admin) throw new Error(`topic ${id} is closed`);
}

function quoted(quote: string | undefined, replied: StoredMessage | null): { quote?: TextQuote } {
  if (quote === undefined) return {};
  const position = replied ? current(replied).text.indexOf(quote) : -1;
  if (position < 0) throw new Error(`nothing to quote: ${quote}`);
  return { quote: { text: quote, position, is_manual: true } };
}
