import type { CoreEnv } from "@trunkline/agents";

/** Settings of this app, on top of what every app is bound to. */
export interface TelegramEnv extends CoreEnv {
  readonly TELEGRAM_BOT_TOKEN?: string | null;
  readonly TELEGRAM_WEBHOOK_SECRET?: string | null;
  readonly TELEGRAM_API_ROOT?: string | null;
  readonly TELEGRAM_ALLOWED_USERS?: string | null;
  readonly TELEGRAM_ADMINS?: string | null;
}
