import type { Account } from "./account.ts";
import type { AlbumItem, Content } from "./content.ts";
import { findChat } from "./find.ts";
import type { BotStanding } from "./group.ts";
import { isAdmin } from "./group.ts";
import { Groups, type SayInOptions } from "./groups.ts";
import { type GroupOptions, Membership } from "./membership.ts";
import { News, type Said } from "./news.ts";
import { People, type SayOptions } from "./people.ts";
import {
  type InlineView,
  type Pressed,
  Presses,
  type PressOptions,
  viewInline,
} from "./presses.ts";
import type { Written } from "./text/written.ts";
import { Topics } from "./topics.ts";
import type {
  BotCommand,
  ChannelChat,
  Chat,
  GroupChat,
  InlineKeyboardMarkup,
  ServiceFields,
  SupergroupChat,
  User,
} from "./types.ts";
import { byKind, type Queued, type Updates } from "./updates.ts";

export interface UserOptions {
  readonly id: number;
  readonly firstName: string;
  readonly username?: string;
  readonly languageCode?: string;
  readonly isBot?: boolean;
}

/**
 * Everything that people do on Telegram. What they could not do, and what names something that is
 * not there, is a mistake of the test and throws.
 */
export abstract class Scene {
  protected readonly account: Account;
  protected readonly updates: Updates;
  readonly #people: People;
  readonly #groups: Groups;
  readonly #membership: Membership;
  readonly #topics: Topics;
  readonly #presses: Presses;

  constructor(account: Account, updates: Updates) {
    this.account = account;
    this.updates = updates;
    const news = new News(account, updates);
    this.#people = new People(account, updates);
    this.#groups = new Groups(news);
    this.#membership = new Membership(news);
    this.#topics = new Topics(news);
    this.#presses = new Presses(account, updates);
  }

  /** Somebody the bot may come to know. He has to write first. */
  user({ id, firstName, username, languageCode, isBot }: UserOptions): User {
    const user: User = {
      id,
      is_bot: isBot ?? false,
      first_name: firstName,
      ...(username === undefined ? {} : { username }),
      ...(languageCode === undefined ? {} : { language_code: languageCode }),
    };
    this.account.users.set(id, user);
    return user;
  }

  /** A private message to the bot: a text, or anything else that people send. */
  say(user: User, content: Content, options: SayOptions = {}): Said {
    return this.#people.say(user, content, options);
  }

  /** Several media at once: a message each, with one `media_group_id`. */
  album(user: User, items: readonly AlbumItem[]): Said[] {
    return this.#people.album(user, items, this.#groups.nextAlbum(items));
  }

  /** The user corrects his own message: `edited_message`. */
  editUserMessage(user: User, messageId: number, text: string): Queued {
    return this.#people.edit(user, messageId, text);
  }

  /** The user presses a button, or pretends to: any data goes. */
  press(user: User, messageId: number, callbackData: string, options?: PressOptions): Pressed {
    const state = this.account.chats.get(user.id);
    if (!state) throw new Error(`user ${user.id} never wrote to the bot`);
    return this.#presses.under(state, user, messageId, callbackData, options);
  }

  /** 403 for sends from now on, and a `my_chat_member`. */
  block(user: User): Queued {
    return this.#people.setBlocked(user, true);
  }

  unblock(user: User): Queued {
    return this.#people.setBlocked(user, false);
  }

  /** The account is deleted: 403 for everything but reading. */
  deactivate(user: User): void {
    this.account.deactivated.add(user.id);
  }

  /**
   * A group, in which the bot is a member unless told otherwise.
   *
   * @example
   * const team = telegram.group({ id: -1001, title: "Team", type: "group", members: [tess] });
   * await telegram.sayIn(team, tess, "/ask@trunkline_bot why?").delivered;
   */
  group(options: GroupOptions): GroupChat | SupergroupChat {
    return this.#membership.group(options);
  }

  channel(options: { id: number; title: string; botIsAdmin?: boolean }): ChannelChat {
    return this.#membership.channel(options);
  }

  /**
   * A message in a group. Where privacy mode keeps it from the bot, `update_id` is 0 and
   * `delivered` rejects.
   */
  sayIn(chat: Chat, user: User, content: Content, options: SayInOptions = {}): Said {
    return this.#groups.say(chat, user, content, options);
  }

  albumIn(chat: Chat, user: User, items: readonly AlbumItem[], options: SayInOptions = {}): Said[] {
    return this.#groups.album(chat, user, items, options);
  }

  /** Whoever wrote a message in a group or channel corrects its text or caption. */
  editIn(chat: Chat, messageId: number, text: Written): Queued {
    return this.#groups.edit(chat, messageId, text);
  }

  /** `channel_post`. */
  publish(channel: ChannelChat, content: Content): Said {
    return this.#groups.publish(channel, content);
  }

  /** A post of the channel appears in its discussion group by itself, from 777000. */
  autoForward(channel: ChannelChat, messageId: number, chat: Chat): Said {
    return this.#groups.forward(channel, messageId, chat);
  }

  /** Anybody may press a button in a group. */
  pressIn(
    chat: Chat,
    user: User,
    messageId: number,
    callbackData: string,
    options?: PressOptions,
  ): Pressed {
    const state = findChat(this.account, chat.id);
    return this.#presses.under(state, user, messageId, callbackData, options);
  }

  /** Somebody sends a message via the bot where the bot is not. @returns `inline_message_id` */
  sendInline(text: string, keyboard: InlineKeyboardMarkup | null = null): string {
    return this.#presses.send(text, keyboard);
  }

  /** A button under a message that was sent inline: the press carries no message. */
  pressInline(user: User, inlineMessageId: string, callbackData: string): Pressed {
    return this.#presses.inline(user, inlineMessageId, callbackData);
  }

  /** What a message sent inline says now. */
  inline(inlineMessageId: string): InlineView {
    const message = this.account.inline.get(inlineMessageId);
    if (!message) throw new Error(`no inline message ${inlineMessageId}`);
    return viewInline(message);
  }

  /** The bot is added, promoted, restricted or removed: `my_chat_member`. */
  setBot(chat: Chat, by: User, standing: BotStanding): Queued {
    return this.#membership.setBot(chat, by, standing);
  }

  /** `new_chat_members`. */
  join(chat: Chat, user: User, by?: User): Said {
    return this.#membership.join(chat, user, by);
  }

  /** `left_chat_member`; removed when `by` is somebody else. */
  leave(chat: Chat, user: User, by?: User): Said {
    return this.#membership.leave(chat, user, by);
  }

  /** A new topic. `id` is its `message_thread_id`. */
  topic(chat: Chat, by: User, name: string): Said & { readonly id: number } {
    return this.#topics.open(chat, by, name);
  }

  /** Topic 1 is General. */
  closeTopic(chat: Chat, by: User, topicId: number): Said {
    return this.#topics.set(chat, by, topicId, true);
  }

  reopenTopic(chat: Chat, by: User, topicId: number): Said {
    return this.#topics.set(chat, by, topicId, false);
  }

  /** With all its messages, and without an update. */
  deleteTopic(chat: Chat, topicId: number): void {
    this.#topics.remove(chat, topicId);
  }

  /** `pinned_message`. */
  pin(chat: Chat, by: User, messageId: number): Said {
    return this.#topics.pin(chat, by, messageId);
  }

  /** Any other service message. */
  service(chat: Chat, by: User, fields: ServiceFields): Said {
    return this.#topics.service(chat, by, fields);
  }

  /**
   * A basic group becomes a supergroup: another id, other message ids, and 400 with
   * `migrate_to_chat_id` for whoever still uses the old one.
   */
  migrate(chat: Chat, by: User, to: number): SupergroupChat {
    return this.#membership.migrate(chat, by, to);
  }

  deleteGroup(chat: Chat): void {
    this.#membership.deleteGroup(chat);
  }

  /** An update of a kind that this server does not make itself, through the queue. */
  strange(kind: string, payload: unknown): Queued {
    return this.updates.make({ [kind]: payload }, byKind(kind));
  }

  /** The commands that somebody is offered, in a group or in private. */
  menu(user: User, chat?: Chat): readonly BotCommand[] {
    const group = chat && findChat(this.account, chat.id).group;
    return this.account.commands.shownTo({
      user: user.id,
      // Lists are kept by two letters, clients also send "pt-br".
      language: user.language_code?.slice(0, 2) ?? "",
      chat: chat?.id ?? user.id,
      isPrivate: !group,
      isAdmin: isAdmin(group?.people.get(user.id)?.standing),
    });
  }
}
