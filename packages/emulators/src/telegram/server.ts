import { Wire } from "../wire.ts";
import { Account, type Change } from "./account.ts";
import { Api, type UnknownParameter } from "./api.ts";
import { findChat } from "./find.ts";
import { Limits, type RateLimit } from "./limits.ts";
import type { GroupPace, Pace } from "./pace.ts";
import { Scene } from "./scene.ts";
import type { AnyUpdate, BotCommand, User } from "./types.ts";
import { type Queued, Updates } from "./updates.ts";
import { type ChatView, everVisible, type Seen, viewChat } from "./view.ts";
import type { Posted } from "./webhook/post.ts";
import { type Delivery, Webhook } from "./webhook/webhook.ts";

export interface TelegramOptions {
  /** `<bot id>:<secret>`. */
  readonly token: string;
  readonly username: string;
  /** Epoch milliseconds. Dates, ages and flood waits follow it; default `Date.now`. */
  readonly now?: () => number;
  /**
   * Factor on the waits between webhook attempts; 0.01 makes 2 s into 20 ms. Default 1. Lives are
   * not scaled (24 h, presses 150 s): a restart under test must not cost a press. Move `now`.
   */
  readonly retryScale?: number;
  /** How long the webhook may take to answer. Default 60 000, not scaled. */
  readonly webhookTimeoutMs?: number;
  /** Enforces a rate per chat; off by default. */
  readonly pace?: Pace;
  /** Enforces a rate per group, besides `pace`; off by default. */
  readonly groupPace?: GroupPace;
  /** Privacy mode of the bot. Default true, as for a new bot. */
  readonly privacy?: boolean;
  /** Bot-to-Bot Communication Mode. Default false. */
  readonly hearsBots?: boolean;
}

/**
 * A strict local Telegram: the Bot API on loopback, the people who talk to the bot, and the
 * deliveries to its webhook.
 *
 * @example
 * const telegram = new TelegramServer({ token: "123456:TEST", username: "trunkline_bot" });
 * const apiRoot = await telegram.listen();
 * const tess = telegram.user({ id: 7527593, firstName: "Tess" });
 * await telegram.say(tess, "hello").delivered;
 */
export class TelegramServer extends Scene {
  /** Journal, barriers and faults of every Bot API call. */
  readonly wire: Wire;
  readonly token: string;
  readonly #api: Api;
  readonly #limits: Limits;
  readonly #webhook: Webhook;

  constructor(options: TelegramOptions) {
    const now = options.now ?? Date.now;
    const { token, username } = options;
    const id = Number(/^(\d+):[A-Za-z0-9_-]+$/.exec(token)?.[1]);
    if (!Number.isSafeInteger(id)) throw new Error("token must look like 123456:TEST");
    const me = { id, is_bot: true, first_name: username, username };
    const settings = { privacy: options.privacy ?? true, hearsBots: options.hearsBots ?? false };
    const account = new Account(me, now, settings);
    const webhook = new Webhook({
      now,
      retryScale: options.retryScale ?? 1,
      timeoutMs: options.webhookTimeoutMs ?? 60_000,
      onDelivery: () => account.changed({ kind: "delivery" }),
      onReply: (method, body) => this.#callItself(method, body),
    });
    super(account, new Updates(webhook));
    this.token = token;
    this.#webhook = webhook;
    this.#limits = new Limits(now, options.pace ?? null, options.groupPace ?? null);
    this.#api = new Api(token, { account, webhook }, this.#limits);
    this.wire = new Wire(this.#api);
  }

  /** @returns the origin, to be used as `TELEGRAM_API_ROOT`. */
  listen(port = 0): Promise<string> {
    return this.wire.listen(port);
  }

  /** The bot itself. */
  get bot(): User & { readonly username: string } {
    return this.account.me;
  }

  /** Every attempt to deliver an update, in order of starting. */
  get deliveries(): readonly Delivery[] {
    return this.#webhook.deliveries;
  }

  /** Parameters that the Bot API does not know. A test should find this empty. */
  get unknownParameters(): readonly UnknownParameter[] {
    return this.#api.unknownParameters;
  }

  /** As last set by `setMyCommands`. */
  get commands(): readonly BotCommand[] {
    return this.account.commands.last;
  }

  /** The same update once more, through the queue: Telegram did not see the first 2xx. */
  redeliver(updateId: number): Queued {
    return this.updates.again(updateId);
  }

  /** The same update `times` times at once, beside the queue. */
  duplicate(updateId: number, times = 2): Promise<Posted[]> {
    return Promise.all(Array.from({ length: times }, () => this.post(updateId)));
  }

  /**
   * Posts an update once, beside the queue, to the webhook that is set.
   *
   * @param update a made-up update, or the id of one that was made before
   * @param options.secret another secret token than the one that was set; `null` sends none
   */
  post(update: AnyUpdate | number, options: { secret?: string | null } = {}): Promise<Posted> {
    const whole = typeof update === "number" ? this.updates.get(update) : update;
    return this.#webhook.post(whole, options.secret);
  }

  /** 429 for every call, or those to one chat, for so many seconds. */
  rateLimit(limit: RateLimit): void {
    this.#limits.impose(limit);
  }

  /** What a person sees in a chat, and saw before. */
  chat(chatId: number): ChatView {
    return viewChat(findChat(this.account, chatId));
  }

  /** Every text that was ever visible in a chat, message by message, version by version. */
  everVisible(chatId: number): Seen[] {
    return everVisible(findChat(this.account, chatId), this.account.me.id);
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: Change) => void): () => void {
    return this.account.onChange(listener);
  }

  /** Every queued update has got its 2xx or was given up. Waits for ever without a webhook. */
  idle(): Promise<void> {
    return this.#webhook.idle();
  }

  async close(): Promise<void> {
    this.#webhook.close();
    await this.wire.close();
  }

  /** Over the wire, so that a method asked for by a webhook answer is in the journal as well. */
  async #callItself(method: string, body: string): Promise<void> {
    try {
      const response = await fetch(`${this.wire.origin}/bot${this.token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      await response.text();
    } catch (error) {
      // Nobody waits for the result (TG-server WebhookActor.cpp handle). A fault of the wire that
      // cuts this call is in its journal, and there is nobody left to tell.
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
