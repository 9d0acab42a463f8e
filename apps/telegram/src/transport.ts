import { download, type MessageRef, type Transport } from "@trunkline/transport";
import {
  done,
  look,
  parseTelegram,
  place,
  reaction,
  type TelegramContext,
} from "@trunkline/transport/telegram";
import { Api } from "grammy";
import type { TelegramEnv } from "./env.ts";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_SECONDS = 15;

export function connect(env: TelegramEnv): Transport<TelegramContext> {
  const token = env.TELEGRAM_BOT_TOKEN ?? "";
  const apiRoot = env.TELEGRAM_API_ROOT ?? "https://api.telegram.org";
  const api = new Api(token, { apiRoot, timeoutSeconds: TIMEOUT_SECONDS });
  const at = ({ chat, message }: MessageRef) => [Number(chat), Number(message)] as const;
  return {
    async send(ctx, text, options) {
      const other = { ...look(text, options), ...place(ctx, options) };
      const sent = await api.sendMessage(ctx.chat, text.text, other);
      return { chat: ctx.chat, message: sent.message_id };
    },
    edit: (_ctx, ref, text, options) =>
      done(api.editMessageText(...at(ref), text.text, look(text, options))),
    delete: (_ctx, ref) => done(api.deleteMessage(...at(ref))),
    typing: (ctx) => done(api.sendChatAction(ctx.chat, "typing", place(ctx, { key: "" }))),
    react: (_ctx, ref, emoji) => done(api.setMessageReaction(...at(ref), reaction(emoji))),
    acknowledge: (_ctx, ack, text) =>
      done(api.answerCallbackQuery(ack, text === undefined ? {} : { text })),
    async whoAmI() {
      const me = await api.getMe();
      return { id: String(me.id), name: me.username };
    },
    introduce: (commands) =>
      done(
        api.setMyCommands(
          commands.map(({ name, about }) => ({ command: name, description: about })),
        ),
      ),
    async load(_ctx, { id, mime }, mostBytes) {
      const { file_path } = await api.getFile(id);
      const data = await download(`${apiRoot}/file/bot${token}/${file_path}`, mostBytes);
      return { data, mime: mime ?? "application/octet-stream" };
    },
    parseContext: parseTelegram,
  };
}
