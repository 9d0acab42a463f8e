import { type CoreEnv, createApp } from "@trunkline/agents";
import { sharedSecret } from "@trunkline/transport";
import { telegram } from "@trunkline/transport/telegram";
import { connect } from "./transport.js";

interface Env extends CoreEnv {
  readonly TELEGRAM_BOT_TOKEN?: string | null;
  readonly TELEGRAM_WEBHOOK_SECRET?: string | null;
  readonly TELEGRAM_API_ROOT?: string | null;
  /** Ids of people, comma-separated; `*`: everybody; unset: nobody. */
  readonly TELEGRAM_ALLOWED_USERS?: string | null;
}

const botId = (env: Env) => env.TELEGRAM_BOT_TOKEN?.split(":")[0] ?? "";

const app = createApp({
  platform: telegram,
  verify: (env: Env) =>
    sharedSecret("x-telegram-bot-api-secret-token", {
      setting: "TELEGRAM_WEBHOOK_SECRET",
      value: env.TELEGRAM_WEBHOOK_SECRET,
    }),
  identity: (env) => ({ id: botId(env) }),
  account: (env) => `telegram:${botId(env)}`,
  connect: (env) =>
    connect(env.TELEGRAM_BOT_TOKEN ?? "", env.TELEGRAM_API_ROOT ?? "https://api.telegram.org"),
  people: (env) => env.TELEGRAM_ALLOWED_USERS,
  secrets: (env) => [env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_WEBHOOK_SECRET, env.ADMIN_TOKEN],
  required: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"],
  urls: (env) => ({ TELEGRAM_API_ROOT: env.TELEGRAM_API_ROOT }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
