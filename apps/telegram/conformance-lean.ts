import { createApp } from "@trunkline/agents";
import { sharedSecret } from "@trunkline/transport";
import { telegram } from "@trunkline/transport/telegram";
import type { TelegramEnv } from "./src/env.ts";
import { connect } from "./src/transport.ts";

/**
 * Telegram as it would be if nothing could be edited, for the laws only: neither `edit` nor `find` is the tier
 * `at-most-once`, which none of our platforms is in.
 */
const app = createApp({
  platform: { ...telegram, name: "lean", progress: "reaction" },
  verify: (env: TelegramEnv) =>
    sharedSecret("x-telegram-bot-api-secret-token", {
      setting: "TELEGRAM_WEBHOOK_SECRET",
      value: env.TELEGRAM_WEBHOOK_SECRET,
    }),
  identity: () => ({ id: "900" }),
  account: () => "telegram:900",
  connect(env) {
    const { edit: _, ...rest } = connect(env);
    return rest;
  },
  people: (env) => env.TELEGRAM_ALLOWED_USERS,
  secrets: (env) => [env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_WEBHOOK_SECRET, env.ADMIN_TOKEN],
  required: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"],
  urls: (env) => ({ TELEGRAM_API_ROOT: env.TELEGRAM_API_ROOT }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
