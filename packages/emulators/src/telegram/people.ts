import type { Account } from "./account.ts";
import { type ChatState, show, unixSeconds } from "./chat.ts";
import { type AlbumItem, type Content, compose } from "./content.ts";
import { externalReply } from "./external.ts";
import { findChat, findMessage } from "./find.ts";
import type { Said } from "./news.ts";
import { rewrite } from "./rewrite.ts";
import type { ChatMember, MessageFields, User } from "./types.ts";
import { byChat, byMembership, type Queued, type Updates } from "./updates.ts";

export type { Said } from "./news.ts";

export interface SayOptions {
  /** message_id of the message this one replies to, or a message of another chat. */
  readonly replyTo?: number | { readonly chat: number; readonly message: number };
}

/** What people do in private chats with the bot. Mistakes of a test throw. */
export class People {
  readonly #account: Account;
  readonly #updates: Updates;

  constructor(account: Account, updates: Updates) {
    this.#account = account;
    this.#updates = updates;
  }

  say(user: User, content: Content, options: SayOptions = {}, more: MessageFields = {}): Said {
    const { replyTo } = options;
    const state = this.#account.openPrivate(user);
    if (state.blocked) throw new Error(`user ${user.id} blocks the bot: unblock first`);
    if (this.#account.deactivated.has(user.id)) throw new Error(`user ${user.id} is deactivated`);
    if (typeof replyTo === "number") findMessage(state, replyTo);
    const { text, shows, fields } = compose(content, this.#account.files, this.#account.users);
    const message = this.#account.add(state, {
      from: user,
      text,
      shows,
      fields: { ...fields, ...more, ...this.#external(replyTo) },
      replyTo: typeof replyTo === "number" ? replyTo : null,
    });
    message.known = true;
    const queued = this.#updates.make({ message: show(state, message) }, byChat(state));
    return { message_id: message.message_id, ...queued };
  }

  album(user: User, items: readonly AlbumItem[], media_group_id: string): Said[] {
    return items.map((item) => this.say(user, item, {}, { media_group_id }));
  }

  edit(user: User, messageId: number, source: string): Queued {
    const state = this.#chat(user);
    const message = findMessage(state, messageId);
    if (message.from.id !== user.id) throw new Error(`message ${messageId} is not the user's`);
    rewrite(this.#account, state, message, source);
    return this.#updates.make({ edited_message: show(state, message) }, byChat(state));
  }

  /** Blocks or unblocks the bot; in private chats `my_chat_member` says just that. */
  setBlocked(user: User, blocked: boolean): Queued {
    const state = this.#chat(user);
    if (state.blocked === blocked)
      throw new Error(`user ${user.id}: blocked is ${blocked} already`);
    state.blocked = blocked;
    this.#account.changed({ kind: "block", chat_id: state.chat.id });
    const bot = this.#account.me;
    const member: ChatMember = { user: bot, status: "member" };
    const kicked: ChatMember = { user: bot, status: "kicked", until_date: 0 };
    const my_chat_member = {
      chat: state.chat,
      from: user,
      date: unixSeconds(this.#account.now()),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    };
    return this.#updates.make({ my_chat_member }, byMembership(state));
  }

  #external(replyTo: SayOptions["replyTo"]): MessageFields {
    if (typeof replyTo !== "object") return {};
    const state = findChat(this.#account, replyTo.chat);
    return { external_reply: externalReply(findMessage(state, replyTo.message)) };
  }

  #chat(user: User): ChatState {
    const state = this.#account.chats.get(user.id);
    if (!state) throw new Error(`user ${user.id} never wrote to the bot`);
    return state;
  }
}
