import type { Knowledge } from "../contract.ts";
import { plainDialect } from "../rendered.ts";
import { classifyTelegram } from "./classify.ts";
import { TelegramContext } from "./context.ts";
import { readTelegram } from "./read.ts";

export { done, reaction } from "./calls.ts";
export { parseTelegram, type TelegramContext } from "./context.ts";

/** What is known about Telegram without talking to it. */
export const telegram: Knowledge<TelegramContext> = {
  name: "telegram",
  progress: "placeholder",
  // The Bot API server builds one update in a 64 KiB buffer (Client.cpp); this leaves room for growth.
  maxBodyBytes: 1024 * 1024,
  // 4096 is counted in code points (TDLib MessageContent.cpp), 32 768 in bytes of the raw parameter.
  dialect: plainDialect({ codePoints: 4096, bytes: 32_768 }),
  context: (raw) => TelegramContext.parse(raw),
  // "About 30 messages per second" for bulk (core.telegram.org/bots/faq).
  writesPerSecond: 30,
  account: ({ bot }) => `telegram:${bot}`,
  conversation: ({ chat }) => chat,
  // Edits share the budget of sends: 500 ms edits in a private chat earn a wait of two minutes.
  pace: ({ chat }) => ({ scope: chat, editEverySeconds: 1.1 }),
  read: readTelegram,
  classify: classifyTelegram,
};
