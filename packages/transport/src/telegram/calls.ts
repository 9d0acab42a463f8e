import type { SendOptions } from "../contract.ts";
import { TransportError } from "../faults.ts";
import type { Rendered } from "../rendered.ts";
import { isAlreadyDone } from "./classify.ts";
import type { TelegramContext } from "./context.ts";

/** How a text is to be read, and its buttons. An edit without its buttons would remove them. */
export function look({ format }: Rendered, { actions }: SendOptions) {
  return {
    link_preview_options: { is_disabled: true },
    ...(format === "markup" ? { parse_mode: "HTML" as const } : {}),
    ...(actions ? { reply_markup: { inline_keyboard: [actions.map(button)] } } : {}),
  };
}

/** Where a new message goes: its topic, and in a group a reply to the one who asked. */
export function place(ctx: TelegramContext, { replyTo, quiet, detached }: SendOptions) {
  const reply = replyTo && Number(replyTo.message) > 0 && ctx.type !== "private";
  return {
    ...(quiet ? { disable_notification: true } : {}),
    ...(ctx.thread === undefined || detached ? {} : { message_thread_id: ctx.thread }),
    // Without the message that asked, still in its topic. In another chat or topic that is "always False"
    // (Bot API, ReplyParameters): then it is refused, and the core drops the reply, then the topic.
    ...(reply
      ? {
          reply_parameters: {
            message_id: Number(replyTo.message),
            allow_sending_without_reply: true,
          },
        }
      : {}),
  };
}

/** Bytes that a button may carry (Bot API, InlineKeyboardButton). */
const MOST_DATA_BYTES = 64;

function button({ label, data }: NonNullable<SendOptions["actions"]>[number]) {
  if (new TextEncoder().encode(data).byteLength > MOST_DATA_BYTES) {
    throw new TransportError({ kind: "invalid", message: "a button carries more than 64 bytes" });
  }
  return { text: label, callback_data: data };
}

/** Emoji that people expect and Telegram does not allow, and what comes nearest. */
const NEAREST: Readonly<Record<string, string>> = {
  "✅": "👍",
  "❌": "👎",
  "⏳": "👀",
  "🚀": "🔥",
};

/** A reaction as Telegram takes it: one emoji, without a variation selector (Bot API, ReactionTypeEmoji). */
export function reaction<E extends string>(emoji: string) {
  const bare = emoji.replaceAll("\uFE0F", "");
  return [{ type: "emoji" as const, emoji: (NEAREST[bare] ?? bare) as E }];
}

/** Awaits a call; "not modified", "already deleted" and "too old to acknowledge" are success. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!isAlreadyDone(error)) throw error;
  });
}
