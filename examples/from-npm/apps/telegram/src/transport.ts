import type { MessageRef, Transport } from "@trunkline/transport";
import {
  done,
  look,
  parseTelegram,
  place,
  type TelegramContext,
} from "@trunkline/transport/telegram";
import { Api } from "grammy";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_SECONDS = 15;

/** The calls that an answer needs; the core decides which, when and how often. */
export function connect(token: string, apiRoot: string): Transport<TelegramContext> {
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
    async whoAmI() {
      const me = await api.getMe();
      return { id: String(me.id), name: me.username };
    },
    parseContext: parseTelegram,
  };
}
