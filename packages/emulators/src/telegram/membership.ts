import type { Account } from "./account.ts";
import { type ChatState, newChat, unixSeconds } from "./chat.ts";
import { findGroup } from "./find.ts";
import { type BotStanding, chatMember, GENERAL, type GroupState, isForum, isIn } from "./group.ts";
import type { News, Said } from "./news.ts";
import { ANONYMOUS_ADMIN } from "./sender.ts";
import type { ChannelChat, Chat, GroupChat, SupergroupChat, User } from "./types.ts";
import { byMembership, type Queued } from "./updates.ts";

export interface GroupOptions {
  /** Below zero; -100 and ten digits for everything but a basic group. */
  readonly id: number;
  readonly title: string;
  readonly type: "group" | "supergroup" | "forum";
  /** A public supergroup. */
  readonly username?: string;
  readonly members?: readonly User[];
  /** The first one owns the group. */
  readonly admins?: readonly User[];
  /** Default true. Without the bot the group is unknown to it until `setBot`. */
  readonly botIsMember?: boolean;
  readonly botIsAdmin?: boolean;
  /** Default: as the bot is set. A change at BotFather counts only for groups joined later. */
  readonly privacy?: boolean;
  /** Only administrators may ask for members. Supergroups only. */
  readonly hiddenMembers?: boolean;
}

/** Who is where, and what becomes of groups. Mistakes of a test throw. */
export class Membership {
  readonly #account: Account;
  readonly #news: News;

  constructor(news: News) {
    this.#account = news.account;
    this.#news = news;
  }

  group(options: GroupOptions): GroupChat | SupergroupChat {
    const { id, type, title, username, members = [], admins = [] } = options;
    checkId(id, type !== "group");
    const chat: GroupChat | SupergroupChat =
      type === "group"
        ? { id, type, title }
        : {
            id,
            type: "supergroup",
            title,
            ...(username === undefined ? {} : { username }),
            ...(type === "forum" ? { is_forum: true } : {}),
          };
    const group = newGroup(
      standingAtFirst(options),
      options.privacy ?? this.#account.settings.privacy,
      options.hiddenMembers,
    );
    for (const user of members) group.people.set(user.id, { user, standing: "member" });
    for (const [n, user] of admins.entries()) {
      group.people.set(user.id, { user, standing: n === 0 ? "creator" : "administrator" });
    }
    if (isForum(chat)) openGeneral(group);
    this.#add(chat, group);
    return chat;
  }

  channel({ id, title, botIsAdmin }: Pick<GroupOptions, "id" | "title" | "botIsAdmin">) {
    checkId(id, true);
    const chat: ChannelChat = { id, type: "channel", title };
    this.#add(chat, newGroup(botIsAdmin ? "administrator" : "member", false));
    return chat;
  }

  /** Adds, promotes, restricts or removes the bot: `my_chat_member`, and what people see of it. */
  setBot(chat: Chat, by: User, standing: BotStanding): Queued {
    const { state, group } = findGroup(this.#account, chat);
    const was = group.bot;
    if (was === standing) throw new Error(`the bot is ${standing} already`);
    // TG-types ChatMemberRestricted: "Supergroups only".
    if (standing === "restricted" && chat.type !== "supergroup") {
      throw new Error("only supergroups restrict");
    }
    group.bot = standing;
    group.met ||= isIn(standing);
    const bot = this.#account.me;
    this.#account.changed({ kind: "membership", chat_id: chat.id });
    if (!isIn(was) && isIn(standing) && chat.type !== "channel") {
      this.#news.service(state, by, { new_chat_members: [bot] });
    }
    const my_chat_member = {
      chat: state.chat,
      from: by,
      date: unixSeconds(this.#account.now()),
      old_chat_member: chatMember(bot, was),
      new_chat_member: chatMember(bot, standing),
    };
    return this.#news.updates.make({ my_chat_member }, byMembership(state));
  }

  join(chat: Chat, user: User, by: User = user): Said {
    const { state, group } = findGroup(this.#account, chat);
    group.people.set(user.id, { user, standing: "member" });
    this.#account.changed({ kind: "membership", chat_id: chat.id });
    return this.#news.service(state, by, { new_chat_members: [user] });
  }

  /** Leaves, or is removed by somebody else. */
  leave(chat: Chat, user: User, by: User = user): Said {
    const { state, group } = findGroup(this.#account, chat);
    if (!isIn(group.people.get(user.id)?.standing)) throw new Error(`user ${user.id} is not in`);
    const standing = by.id === user.id ? "left" : "kicked";
    group.people.set(user.id, { user, standing });
    this.#account.changed({ kind: "membership", chat_id: chat.id });
    return this.#news.service(state, by, { left_chat_member: user });
  }

  /**
   * The basic group becomes a supergroup with another id. Who was in stays in; message ids start
   * anew. The supergroup's first message comes from the supergroup itself.
   */
  migrate(chat: Chat, by: User, to: number): SupergroupChat {
    const { state, group } = findGroup(this.#account, chat);
    if (chat.type !== "group") throw new Error(`chat ${chat.id} is no basic group`);
    checkId(to, true);
    const next: SupergroupChat = { id: to, type: "supergroup", title: chat.title };
    this.#news.service(state, by, { migrate_to_chat_id: to });
    group.end = { kind: "migrated", to };
    const heir = newGroup(group.bot, group.privacy);
    for (const [id, person] of group.people) heir.people.set(id, { ...person });
    // The move is what creates a supergroup of this kind, and so its message 1.
    const fresh = this.#add(next, heir, 0);
    const itself = { from: ANONYMOUS_ADMIN, senderChat: next };
    this.#news.service(fresh, itself, { migrate_from_chat_id: chat.id });
    return next;
  }

  /** For good. A bot sees a deleted supergroup or channel as one it was thrown out of. */
  deleteGroup(chat: Chat): void {
    const { group } = findGroup(this.#account, chat);
    if (chat.type !== "group") group.bot = "kicked";
    group.end = { kind: "deleted" };
    this.#account.changed({ kind: "membership", chat_id: chat.id });
  }

  #add(chat: Chat, group: GroupState, lastId?: number): ChatState {
    if (this.#account.chats.has(chat.id)) throw new Error(`chat ${chat.id} is there already`);
    const state = newChat(chat, group, lastId);
    this.#account.chats.set(chat.id, state);
    return state;
  }
}

function newGroup(bot: BotStanding, privacy: boolean, hiddenMembers = false): GroupState {
  const people: GroupState["people"] = new Map();
  const topics: GroupState["topics"] = new Map();
  return {
    people,
    bot,
    met: isIn(bot),
    privacy,
    hiddenMembers,
    topics,
    lastBot: null,
    end: null,
  };
}

function openGeneral(group: GroupState): void {
  group.topics.set(GENERAL, { id: GENERAL, name: "General", closed: false, deleted: false });
}

function standingAtFirst({ botIsMember = true, botIsAdmin }: GroupOptions): BotStanding {
  if (!botIsMember) return "left";
  return botIsAdmin ? "administrator" : "member";
}

/** TDLib DialogId.h: basic groups above -10^12, channels and supergroups below. */
function checkId(id: number, isChannelLike: boolean): void {
  const ok = isChannelLike ? id < -1_000_000_000_000 : id < 0 && id > -1_000_000_000_000;
  if (!ok) throw new Error(`no id for this kind of chat: ${id}`);
}
