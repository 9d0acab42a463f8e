import type { MessageRef, Rendered, Transport } from "@trunkline/transport";
import { done, parseTelegram, reaction, type TelegramContext } from "@trunkline/transport/telegram";
import { Api } from "grammy";
import type { TelegramEnv } from "./env.ts";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_SECONDS = 15;

export function connect(env: TelegramEnv): Transport<TelegramContext> {
  const api = new Api(env.TELEGRAM_BOT_TOKEN ?? "", {
    apiRoot: env.TELEGRAM_API_ROOT ?? "https://api.telegram.org",
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const at = ({ chat, message }: MessageRef) => [Number(chat), Number(message)] as const;
  const look = ({ format }: Rendered) => ({
    link_preview_options: { is_disabled: true },
    ...(format === "markup" ? { parse_mode: "HTML" as const } : {}),
  });
  return {
    async send(ctx, text, { replyTo, quiet }) {
      const sent = await api.sendMessage(ctx.chat, text.text, {
        ...look(text),
        ...(quiet ? { disable_notification: true } : {}),
        ...(replyTo ? { reply_parameters: { message_id: Number(replyTo.message) } } : {}),
      });
      return { chat: ctx.chat, message: sent.message_id };
    },
    edit: (_ctx, ref, text) => done(api.editMessageText(...at(ref), text.text, look(text))),
    delete: (_ctx, ref) => done(api.deleteMessage(...at(ref))),
    typing: (ctx) => done(api.sendChatAction(ctx.chat, "typing")),
    react: (_ctx, ref, emoji) => done(api.setMessageReaction(...at(ref), reaction(emoji))),
    acknowledge: (_ctx, ack, text) =>
      done(api.answerCallbackQuery(ack, text === undefined ? {} : { text })),
    whoAmI: async () => {
      const me = await api.getMe();
      return { id: String(me.id), name: me.username };
    },
    parseContext: parseTelegram,
  };
}
