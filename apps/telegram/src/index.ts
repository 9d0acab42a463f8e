import { createApp } from "@trunkline/agents";
import { sharedSecret } from "@trunkline/transport";
import { telegram } from "@trunkline/transport/telegram";
import type { TelegramEnv } from "./env.ts";
import { connect } from "./transport.ts";

const botId = (env: TelegramEnv) => env.TELEGRAM_BOT_TOKEN?.split(":")[0] ?? "";

const app = createApp({
  platform: telegram,
  verify: (env) =>
    sharedSecret("x-telegram-bot-api-secret-token", {
      setting: "TELEGRAM_WEBHOOK_SECRET",
      value: env.TELEGRAM_WEBHOOK_SECRET,
    }),
  identity: (env) => ({ id: botId(env) }),
  account: (env) => `telegram:${botId(env)}`,
  connect,
  people: (env) => env.TELEGRAM_ALLOWED_USERS,
  admins: (env) => env.TELEGRAM_ADMINS,
  secrets: (env) => [env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_WEBHOOK_SECRET, env.ADMIN_TOKEN],
  required: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"],
  urls: (env) => ({ TELEGRAM_API_ROOT: env.TELEGRAM_API_ROOT }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
