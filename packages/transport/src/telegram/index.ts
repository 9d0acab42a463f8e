import type { Knowledge } from "../contract.ts";
import { classifyTelegram } from "./classify.ts";
import { conversationOf, TelegramContext } from "./context.ts";
import { telegramHtml } from "./html.ts";
import { readTelegram } from "./read.ts";
import { spelling } from "./spelling.ts";

export { done, look, place, reaction } from "./calls.ts";
export { parseTelegram, type TelegramContext } from "./context.ts";

/** What is known about Telegram without talking to it. */
export const telegram: Knowledge<TelegramContext> = {
  name: "telegram",
  spelling,
  progress: "placeholder",
  actions: "buttons",
  // The Bot API server builds one update in a 64 KiB buffer (Client.cpp); this leaves room for growth.
  maxBodyBytes: 1024 * 1024,
  dialect: telegramHtml,
  context: (raw) => TelegramContext.parse(raw),
  // "About 30 messages per second" for bulk (core.telegram.org/bots/faq).
  writesPerSecond: 30,
  account: ({ bot }) => `telegram:${bot}`,
  conversation: conversationOf,
  // Edits share the budget of sends: 500 ms edits in a private chat earn a wait of two minutes.
  // A group takes 20 messages a minute, edits included (core.telegram.org/bots/faq).
  pace: ({ chat, type }) =>
    type === "private"
      ? { scope: chat, editEverySeconds: 1.1 }
      : { scope: chat, editEverySeconds: 3.1, writesPerMinute: 20 },
  // Message ids do not carry over: there is nothing to reply to.
  relocate: (ctx, to) => ({ ...ctx, chat: to, type: "supergroup", message: 0 }),
  read: readTelegram,
  classify: classifyTelegram,
};
