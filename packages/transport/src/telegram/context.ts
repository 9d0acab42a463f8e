import * as z from "zod/mini";
import type { ParsedInput } from "../contract.ts";

/** One Telegram message as it is persisted. Ids are strings: they are compared, never added. */
export const TelegramContext = z.object({
  /** Numeric id of the bot: the part of the token before the colon. */
  bot: z.string(),
  chat: z.string(),
  message: z.number(),
  user: z.string(),
  name: z.string(),
  text: z.string(),
  language: z.optional(z.string()),
});
export type TelegramContext = z.infer<typeof TelegramContext>;

/** The same in the words of the core. */
export function parseTelegram(ctx: TelegramContext): ParsedInput {
  return {
    text: ctx.text,
    userId: ctx.user,
    userName: ctx.name,
    chatId: ctx.chat,
    messageRef: { chat: ctx.chat, message: ctx.message },
    attachments: [],
    metadata: ctx.language === undefined ? {} : { language: ctx.language },
  };
}
