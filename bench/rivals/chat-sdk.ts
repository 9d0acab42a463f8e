import { createTelegramAdapter } from "@chat-adapter/telegram";
import { type Adapter, Chat, type StateAdapter } from "chat";
import { ask, type ModelSettings } from "../floor/model.ts";

export interface Env extends ModelSettings {
  readonly TELEGRAM_BOT_TOKEN: string;
  readonly TELEGRAM_WEBHOOK_SECRET: string;
  readonly TELEGRAM_API_ROOT: string;
  readonly BATCH_WINDOW_MS?: string | null;
}

type Webhook = (request: Request, waitUntil: (work: Promise<unknown>) => void) => Promise<Response>;

/**
 * A Chat SDK bot that does what the floor does: placeholder, model, edit. With a window it collects
 * bursts, with the strategy that its documentation recommends for that.
 */
export function bot(env: Env, state: StateAdapter): Webhook {
  const debounceMs = Number(env.BATCH_WINDOW_MS ?? 0);
  const telegram = createTelegramAdapter({
    botToken: env.TELEGRAM_BOT_TOKEN,
    secretToken: env.TELEGRAM_WEBHOOK_SECRET,
    apiUrl: env.TELEGRAM_API_ROOT,
    mode: "webhook",
    userName: "b_bot",
  });
  const chat = new Chat({
    userName: "b_bot",
    // Their optional properties are declared without the exactness that is checked here.
    adapters: { telegram: telegram as Adapter },
    state,
    logger: "silent",
    concurrency: debounceMs > 0 ? { strategy: "burst", debounceMs } : "queue",
  });
  chat.onDirectMessage(async (thread, message, _channel, context) => {
    const placeholder = await thread.post("Thinking…");
    const texts = [...(context?.skipped ?? []), message].map(({ text }) => text);
    const answer = await ask(env, [{ role: "user", text: texts.join("\n\n") }]);
    await placeholder.edit({ markdown: answer });
  });
  return async (request: Request, waitUntil: (work: Promise<unknown>) => void) => {
    const answer = await chat.webhooks.telegram?.(request, { waitUntil });
    return answer ?? new Response(null, { status: 503 });
  };
}
