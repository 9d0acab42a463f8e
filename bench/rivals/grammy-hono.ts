import { Bot, webhookCallback } from "grammy";
import { Hono } from "hono";

interface Env {
  readonly TELEGRAM_BOT_TOKEN: string;
  readonly TELEGRAM_WEBHOOK_SECRET: string;
  readonly TELEGRAM_API_ROOT: string;
}

let handle: ReturnType<typeof hooked> | null = null;

function hooked(env: Env) {
  const bot = new Bot(env.TELEGRAM_BOT_TOKEN, { client: { apiRoot: env.TELEGRAM_API_ROOT } });
  bot.on("message:text", (ctx) => ctx.reply(`You said ${ctx.message.text}. That is all.`));
  return webhookCallback(bot, "hono", { secretToken: env.TELEGRAM_WEBHOOK_SECRET });
}

/** grammY behind Hono: it replies inside the webhook, asks no model and keeps nothing. */
const app = new Hono<{ Bindings: Env }>();
app.post("/webhook", (c) => {
  handle ??= hooked(c.env);
  return handle(c);
});
app.get("/ready", (c) => c.body(null, 200));

export default app;
