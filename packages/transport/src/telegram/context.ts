import * as z from "zod/mini";
import type { ParsedInput } from "../contract.ts";

const Attached = z.object({
  kind: z.enum(["image", "document", "audio", "other"]),
  id: z.string(),
  name: z.optional(z.string()),
  mime: z.optional(z.string()),
  size: z.optional(z.number()),
});

/** One Telegram message as it is persisted. Ids are strings: they are compared, never added. */
export const TelegramContext = z.object({
  /** Numeric id of the bot: the part of the token before the colon. */
  bot: z.string(),
  chat: z.string(),
  /** `private`, `group` or `supergroup`. */
  type: z.string(),
  /** Topic; only of messages in a topic, see `address.ts`. */
  thread: z.optional(z.number()),
  message: z.number(),
  user: z.string(),
  name: z.string(),
  text: z.string(),
  language: z.optional(z.string()),
  /** What the person replies to or has quoted: context, never instruction. */
  quoted: z.optional(z.object({ from: z.string(), text: z.string() })),
  attached: z.optional(z.array(Attached)),
});
export type TelegramContext = z.infer<typeof TelegramContext>;

/** The conversation: a chat, or one topic of it. */
export function conversationOf({ chat, thread }: Pick<TelegramContext, "chat" | "thread">): string {
  return thread === undefined ? chat : `${chat}:${thread}`;
}

/** The same in the words of the core. */
export function parseTelegram(ctx: TelegramContext): ParsedInput {
  return {
    text: ctx.quoted
      ? `${ctx.text}\n\n[in reply to ${ctx.quoted.from}: ${ctx.quoted.text}]`
      : ctx.text,
    userId: ctx.user,
    userName: ctx.name,
    chatId: conversationOf(ctx),
    messageRef: { chat: ctx.chat, message: ctx.message },
    attachments: ctx.attached ?? [],
    metadata: {
      private: ctx.type === "private",
      ...(ctx.language === undefined ? {} : { language: ctx.language }),
    },
  };
}
