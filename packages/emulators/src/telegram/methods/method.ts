import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import type { Webhook } from "../webhook/webhook.ts";

/** What a method works on. */
export interface Context {
  readonly account: Account;
  readonly webhook: Webhook;
}

export interface Answer {
  readonly result: unknown;
  /** A remark beside the result: `Webhook was set`. */
  readonly description?: string;
}

/** One method of the Bot API. */
export interface Method {
  readonly name: string;
  /**
   * Every parameter the Bot API knows for this method, also those without effect here. Others are
   * accepted in silence, as Telegram does, and recorded for tests.
   */
  readonly parameters: readonly string[];
  /** @throws Refusal */
  run(context: Context, args: Args): Answer;
}
