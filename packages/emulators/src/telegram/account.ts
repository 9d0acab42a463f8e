import type { ChatState, StoredMessage } from "./chat.ts";
import type { Formatted } from "./text/clean.ts";
import type { BotCommand, Chat, InlineKeyboardMarkup, User } from "./types.ts";

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
  /** Epoch milliseconds. */
  readonly at: number;
  answer: CallbackAnswer | null;
  /** Told of the first answer. */
  readonly answered: (answer: CallbackAnswer) => void;
}

/** All that the platform knows of one bot. No transport, no timers. */
export class Account {
  readonly me: User & { readonly username: string };
  readonly now: () => number;
  readonly users = new Map<number, User>();
  readonly chats = new Map<number, ChatState>();
  readonly presses = new Map<string, Press>();
  commands: readonly BotCommand[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  #lastMessageId = 0;

  constructor(me: User & { readonly username: string }, now: () => number) {
    this.me = me;
    this.now = now;
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
    const state: ChatState = { chat, messages: new Map(), actions: [], blocked: false };
    this.chats.set(id, state);
    return state;
  }

  /** Message ids of private chats come from one counter per account, as in Telegram. */
  add(
    state: ChatState,
    from: User,
    { text, entities }: Formatted,
    options: { replyTo: number | null; keyboard: InlineKeyboardMarkup | null },
  ): StoredMessage {
    this.#lastMessageId += 1;
    const at = this.now();
    const message: StoredMessage = {
      message_id: this.#lastMessageId,
      chat: state.chat,
      from,
      at,
      replyTo: options.replyTo,
      versions: [{ text, entities, at }],
      keyboard: options.keyboard,
      editedAt: null,
      deletedAt: null,
      reaction: null,
    };
    state.messages.set(message.message_id, message);
    this.changed({ kind: "message", chat_id: state.chat.id, message_id: message.message_id });
    return message;
  }
}
