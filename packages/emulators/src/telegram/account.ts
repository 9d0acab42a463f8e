import { type ChatState, newChat, type StoredMessage, type Thread } from "./chat.ts";
import { CommandBook } from "./commands.ts";
import { Files } from "./files.ts";
import { hasOwnCounter } from "./group.ts";
import type { InlineMessage } from "./inline.ts";
import type { Formatted } from "./text/clean.ts";
import type { Chat, InlineKeyboardMarkup, MessageFields, User } from "./types.ts";

/** Something a person looking at the chat would notice, or a delivery to the webhook. */
export interface Change {
  readonly kind:
    | "message"
    | "edit"
    | "delete"
    | "reaction"
    | "action"
    | "press"
    | "answer"
    | "block"
    | "membership"
    | "delivery";
  /** Absent when the change belongs to no chat. */
  readonly chat_id?: number;
  readonly message_id?: number;
}

/** What the bot answered to a press of a button. */
export interface CallbackAnswer {
  readonly text: string;
  readonly show_alert: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Press {
  readonly id: string;
  readonly from: User;
  readonly data: string;
  /** Null for a message that was sent inline. */
  readonly chatId: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
  answer: CallbackAnswer | null;
  /** Told of the first answer. */
  readonly answered: (answer: CallbackAnswer) => void;
}

/** What a message is made of; what is left out is not there. */
export interface Draft {
  readonly from: User;
  readonly text: Formatted;
  readonly shows?: StoredMessage["shows"];
  readonly fields?: MessageFields;
  readonly senderChat?: Chat | null;
  readonly replyTo?: number | null;
  readonly thread?: Thread | null;
  readonly keyboard?: InlineKeyboardMarkup | null;
  readonly meant?: boolean;
}

/** What the bot's owner has chosen with BotFather. */
export interface BotSettings {
  /** Privacy mode: in groups the bot is told only of what is meant for it. */
  readonly privacy: boolean;
  /** Bot-to-Bot Communication Mode. */
  readonly hearsBots: boolean;
}

/** All that the platform knows of one bot. No transport, no timers. */
export class Account {
  readonly me: User & { readonly username: string };
  readonly now: () => number;
  readonly settings: BotSettings;
  readonly users = new Map<number, User>();
  /** Users whose account is gone. */
  readonly deactivated = new Set<number>();
  readonly chats = new Map<number, ChatState>();
  readonly presses = new Map<string, Press>();
  readonly inline = new Map<string, InlineMessage>();
  readonly files: Files;
  readonly commands = new CommandBook();
  readonly #listeners = new Set<(change: Change) => void>();
  /** Of all private chats and basic groups. */
  #lastId = 0;

  constructor(
    me: User & { readonly username: string },
    now: () => number,
    settings: BotSettings = { privacy: true, hearsBots: false },
  ) {
    this.me = me;
    this.now = now;
    this.settings = settings;
    this.files = new Files(now);
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Opens the private chat: only a person can do that, by writing first. */
  openPrivate(user: User): ChatState {
    const known = this.chats.get(user.id);
    if (known) return known;
    const { id, first_name, username } = user;
    const chat: Chat = {
      id,
      type: "private",
      first_name,
      ...(username === undefined ? {} : { username }),
    };
    const state = newChat(chat);
    this.chats.set(id, state);
    return state;
  }

  /**
   * Message ids of private chats and basic groups come from one counter per account, those of a
   * supergroup or channel from its own, as in Telegram.
   */
  add(state: ChatState, draft: Draft): StoredMessage {
    const at = this.now();
    const { text, entities } = draft.text;
    const message: StoredMessage = {
      message_id: this.nextId(state),
      chat: state.chat,
      from: draft.from,
      senderChat: draft.senderChat ?? null,
      at,
      replyTo: draft.replyTo ?? null,
      thread: draft.thread ?? null,
      shows: draft.shows ?? "text",
      fields: draft.fields ?? {},
      versions: [{ text, entities, at }],
      meant: draft.meant ?? false,
      known: draft.from.id === this.me.id,
      keyboard: draft.keyboard ?? null,
      editedAt: null,
      deletedAt: null,
      reaction: null,
    };
    if (hasOwnCounter(state.chat)) state.lastId = message.message_id;
    else this.#lastId = message.message_id;
    state.messages.set(message.message_id, message);
    if (state.group && draft.from.is_bot && !draft.senderChat) state.group.lastBot = draft.from.id;
    this.changed({ kind: "message", chat_id: state.chat.id, message_id: message.message_id });
    return message;
  }

  /** The id that {@link add} will give: a topic is named after the message that opens it. */
  nextId(state: ChatState): number {
    return (hasOwnCounter(state.chat) ? state.lastId : this.#lastId) + 1;
  }
}
