import type { Account, CallbackAnswer } from "./account.ts";
import { type ChatState, current, type StoredMessage, show } from "./chat.ts";
import type { InlineMessage } from "./inline.ts";
import type {
  CallbackQuery,
  InaccessibleMessage,
  InlineKeyboardMarkup,
  Message,
  User,
} from "./types.ts";
import { byPresser, type Queued, type Updates } from "./updates.ts";

export interface Pressed extends Queued {
  readonly callback_query_id: string;
  /** Resolves with the bot's first `answerCallbackQuery`. */
  readonly answered: Promise<CallbackAnswer>;
}

export interface PressOptions {
  /** Telegram shows the bot nothing but ids, as it does for a message that is gone. */
  readonly inaccessible?: boolean;
}

/**
 * Presses of buttons. The data is not compared with the keyboard: a client may send anything
 * (TG-types CallbackQuery: "the message can contain no callback buttons with this data").
 */
export class Presses {
  readonly #account: Account;
  readonly #updates: Updates;

  constructor(account: Account, updates: Updates) {
    this.#account = account;
    this.#updates = updates;
  }

  under(
    state: ChatState,
    user: User,
    messageId: number,
    data: string,
    options: PressOptions = {},
  ): Pressed {
    const message = state.messages.get(messageId);
    if (!message) throw new Error(`no message ${messageId} in chat ${state.chat.id}`);
    const shown = options.inaccessible ? hidden(message) : visible(state, message);
    // The same for everybody in the chat (TG-types CallbackQuery.chat_instance).
    const chat_instance = String(-state.chat.id);
    return this.#press(user, state.chat.id, data, { message: shown, chat_instance }, messageId);
  }

  inline(user: User, inlineMessageId: string, data: string): Pressed {
    if (!this.#account.inline.has(inlineMessageId)) {
      throw new Error(`no inline message ${inlineMessageId}`);
    }
    const where = { inline_message_id: inlineMessageId, chat_instance: `9${inlineMessageId}` };
    return this.#press(user, null, data, where);
  }

  /** Somebody sends a message via the bot, in a chat the bot is not in. */
  send(text: string, keyboard: InlineKeyboardMarkup | null): string {
    const id = String(7_000_000_000 + this.#account.inline.size);
    const at = this.#account.now();
    const message: InlineMessage = { id, versions: [{ text, entities: [], at }], keyboard };
    this.#account.inline.set(id, message);
    return id;
  }

  #press(
    from: User,
    chatId: number | null,
    data: string,
    where: Omit<CallbackQuery, "id" | "from" | "data">,
    messageId?: number,
  ): Pressed {
    const answered = Promise.withResolvers<CallbackAnswer>();
    const id = String(2n ** 40n + BigInt(this.#account.presses.size + 1));
    const at = this.#account.now();
    const press = { id, from, data, chatId, at, answer: null, answered: answered.resolve };
    this.#account.presses.set(id, press);
    this.#account.changed({
      kind: "press",
      ...(chatId === null ? {} : { chat_id: chatId }),
      ...(messageId === undefined ? {} : { message_id: messageId }),
    });
    const callback_query = { id, from, ...where, data };
    const queued = this.#updates.make({ callback_query }, byPresser(from.id));
    return { callback_query_id: id, answered: answered.promise, ...queued };
  }
}

function visible(state: ChatState, message: StoredMessage): Message | InaccessibleMessage {
  return message.deletedAt === null ? show(state, message) : hidden(message);
}

/** TG-types InaccessibleMessage: `date` is always 0 (tdlib/telegram-bot-api#401). */
function hidden({ message_id, chat }: StoredMessage): InaccessibleMessage {
  return { message_id, chat, date: 0 };
}

/** What an inline message says now, and said before. */
export interface InlineView {
  readonly text: string;
  readonly edits: InlineMessage["versions"];
  readonly keyboard: InlineKeyboardMarkup | null;
}

export function viewInline({ versions, keyboard }: InlineMessage): InlineView {
  return { text: current({ versions }).text, edits: [...versions], keyboard };
}
