import type { Account, CallbackAnswer } from "./account.ts";
import { alive, type ChatState, type StoredMessage, show, unixSeconds } from "./chat.ts";
import { clean } from "./text/clean.ts";
import { detect } from "./text/detect.ts";
import { settle } from "./text/settle.ts";
import type { ChatMember, MessageEntity, User } from "./types.ts";
import { byChat, byMembership, byPresser, type Queued, type Updates } from "./updates.ts";

export interface Said extends Queued {
  readonly message_id: number;
}

export interface Pressed extends Queued {
  readonly callback_query_id: string;
  /** Resolves with the bot's first `answerCallbackQuery`. */
  readonly answered: Promise<CallbackAnswer>;
}

export interface SayOptions {
  /** message_id of the message this one replies to. */
  readonly replyTo?: number;
}

/** What people do in private chats with the bot. Mistakes of a test throw. */
export class People {
  readonly #account: Account;
  readonly #updates: Updates;

  constructor(account: Account, updates: Updates) {
    this.#account = account;
    this.#updates = updates;
  }

  say(user: User, source: string, { replyTo }: SayOptions = {}): Said {
    const state = this.#account.openPrivate(user);
    if (state.blocked) throw new Error(`user ${user.id} blocks the bot: unblock first`);
    if (replyTo !== undefined) this.#message(state, replyTo);
    const text = written(source);
    const options = { replyTo: replyTo ?? null, keyboard: null };
    const message = this.#account.add(state, user, text, options);
    const queued = this.#updates.make({ message: show(state, message) }, byChat(state));
    return { message_id: message.message_id, ...queued };
  }

  edit(user: User, messageId: number, source: string): Queued {
    const state = this.#chat(user);
    const message = this.#message(state, messageId);
    if (message.from.id !== user.id) throw new Error(`message ${messageId} is not the user's`);
    const at = this.#account.now();
    message.versions.push({ ...written(source), at });
    message.editedAt = at;
    this.#account.changed({ kind: "edit", chat_id: state.chat.id, message_id: messageId });
    return this.#updates.make({ edited_message: show(state, message) }, byChat(state));
  }

  /**
   * The data is not compared with the keyboard: a client may send anything (TG-types CallbackQuery:
   * "the message can contain no callback buttons with this data").
   */
  press(user: User, messageId: number, data: string): Pressed {
    const state = this.#chat(user);
    const message = state.messages.get(messageId);
    if (!message) throw new Error(`no message ${messageId} in chat ${state.chat.id}`);
    const answered = Promise.withResolvers<CallbackAnswer>();
    const id = String(2n ** 40n + BigInt(this.#account.presses.size + 1));
    const at = this.#account.now();
    const from = user;
    this.#account.presses.set(id, { id, from, data, at, answer: null, answered: answered.resolve });
    this.#account.changed({ kind: "press", chat_id: state.chat.id, message_id: messageId });
    const shown =
      message.deletedAt === null
        ? show(state, message)
        : { message_id: messageId, chat: state.chat, date: 0 as const };
    const callback_query = { id, from, message: shown, chat_instance: `-${state.chat.id}`, data };
    const queued = this.#updates.make({ callback_query }, byPresser(user.id));
    return { callback_query_id: id, answered: answered.promise, ...queued };
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

  #chat(user: User): ChatState {
    const state = this.#account.chats.get(user.id);
    if (!state) throw new Error(`user ${user.id} never wrote to the bot`);
    return state;
  }

  #message(state: ChatState, messageId: number): StoredMessage {
    const message = alive(state, messageId);
    if (!message) throw new Error(`no message ${messageId} in chat ${state.chat.id}`);
    return message;
  }
}

function written(source: string): { text: string; entities: MessageEntity[] } {
  const { text } = clean({ text: source, entities: [] });
  if (text === "") throw new Error("nobody can send an empty message");
  if ([...text].length > 4096) throw new Error("no client sends more than 4096 characters at once");
  return { text, entities: settle(detect(text)) };
}
