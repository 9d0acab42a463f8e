import { isDeepStrictEqual } from "node:util";
import { unixSeconds } from "../chat.ts";
import type { AnyUpdate, WebhookInfo } from "../types.ts";
import { type Posted, post } from "./post.ts";
import { type Attempt, Queue } from "./queue.ts";
import { methodInReply } from "./reply-method.ts";
import { type AllowedUpdates, isAllowed, type Settings } from "./settings.ts";

/** One attempt to deliver an update. */
export interface Delivery {
  readonly update_id: number;
  /** `manual`: posted by a test, beside the queue. */
  readonly via: "queue" | "manual";
  /** Epoch milliseconds. */
  readonly at: number;
  /** HTTP status, or 0 while open, cut or timed out. */
  status: number;
  /** Why there is no status, in the words of `last_error_message`. */
  error: string | null;
  /** The method that the answer asked for, or null. */
  reply: string | null;
}

export interface WebhookOptions {
  readonly now: () => number;
  readonly retryScale: number;
  readonly timeoutMs: number;
  /** Told of every attempt when it has ended. */
  readonly onDelivery: (delivery: Delivery) => void;
  /** Runs the method that an answer asked for. */
  readonly onReply: (method: string, body: string) => Promise<void>;
}

/** TG-server WebhookActor.cpp WEBHOOK_DROP_TIMEOUT: after this long of HTTP 410 it is switched off. */
const GONE_MS = 23 * 3600 * 1000;

/** The bot's webhook: its settings, its queue, and what went wrong last. */
export class Webhook {
  readonly deliveries: Delivery[] = [];
  readonly #options: WebhookOptions;
  readonly #queue: Queue;
  readonly #replies = new Set<Promise<void>>();
  #settings: Settings | null = null;
  #allowed: AllowedUpdates = null;
  #lastError: { message: string; at: number } | null = null;
  #goneSince: number | null = null;

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#queue = new Queue({
      attempt: (update, stop) => this.#attempt(update, stop),
      now: options.now,
      scale: options.retryScale,
    });
  }

  /** Kept when the webhook is removed, as in Telegram. */
  get allowedUpdates(): AllowedUpdates {
    return this.#allowed;
  }

  allows(kind: string): boolean {
    return isAllowed(this.#allowed, kind);
  }

  /**
   * Other `allowed_updates` alone do not disturb what is in flight (TG-server Client.cpp
   * process_set_webhook_query).
   *
   * @returns the description that goes with the result.
   */
  set(settings: Settings, dropPending: boolean): string {
    const before = this.#settings;
    const same =
      before !== null &&
      isDeepStrictEqual({ ...before, allowedUpdates: 0 }, { ...settings, allowedUpdates: 0 });
    this.#settings = settings;
    this.#allowed = settings.allowedUpdates;
    if (same && !dropPending) return "Webhook is already set";
    if (dropPending) this.#queue.drop("drop_pending_updates");
    this.#lastError = null;
    this.#goneSince = null;
    this.#queue.start(settings.maxConnections);
    return "Webhook was set";
  }

  /** @returns whether there was anything to remove. */
  remove(dropPending: boolean): boolean {
    if (dropPending) this.#queue.drop("drop_pending_updates");
    const was = this.#settings !== null;
    this.#settings = null;
    this.#queue.stop();
    return was || dropPending;
  }

  info(): WebhookInfo {
    const error = this.#lastError;
    return {
      url: this.#settings?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: this.#queue.size,
      ...(error && this.#settings
        ? { last_error_date: unixSeconds(error.at), last_error_message: error.message }
        : {}),
      ...(this.#settings ? { max_connections: this.#settings.maxConnections } : {}),
      ...(this.#allowed ? { allowed_updates: this.#allowed } : {}),
    };
  }

  enqueue(update: AnyUpdate, line: string, lifeSeconds: number): Promise<void> {
    return this.#queue.add(update, line, lifeSeconds);
  }

  /** Posts once, beside the queue. @param secret overrides the header; null leaves it out. */
  async post(update: AnyUpdate, secret?: string | null): Promise<Posted> {
    const settings = this.#settings;
    if (!settings) throw new Error("no webhook is set");
    const stop = new AbortController().signal;
    return this.#post(update, settings, "manual", stop, secret);
  }

  /** Nothing queued, and every method that an answer asked for has run. */
  async idle(): Promise<void> {
    await this.#queue.idle();
    await Promise.all(this.#replies);
  }

  close(): void {
    this.remove(false);
    this.#queue.drop("the server was closed");
  }

  async #attempt(update: AnyUpdate, stop: AbortSignal): Promise<Attempt> {
    const settings = this.#settings;
    if (!settings) return { kind: "failed", retryAfterSeconds: 0 };
    const posted = await this.#post(update, settings, "queue", stop);
    if (stop.aborted) return { kind: "failed", retryAfterSeconds: 0 };
    if (posted.kind === "failed") return this.#failed(posted.error, 0);
    if (posted.status < 200 || posted.status > 299) {
      this.#countGone(posted.status);
      const error = `Wrong response from the webhook: ${posted.status} ${posted.reason}`;
      return this.#failed(error, retryAfter(posted.headers["retry-after"]));
    }
    this.#goneSince = null;
    return { kind: "accepted" };
  }

  #failed(message: string, retryAfterSeconds: number): Attempt {
    this.#lastError = { message, at: this.#options.now() };
    return { kind: "failed", retryAfterSeconds };
  }

  #countGone(status: number): void {
    const now = this.#options.now();
    if (status !== 410) this.#goneSince = null;
    else if (this.#goneSince === null) this.#goneSince = now;
    else if (now > this.#goneSince + GONE_MS) this.remove(false);
  }

  async #post(
    update: AnyUpdate,
    settings: Settings,
    via: Delivery["via"],
    stop: AbortSignal,
    secret: string | null = settings.secret === "" ? null : settings.secret,
  ): Promise<Posted> {
    const delivery: Delivery = {
      update_id: update.update_id,
      via,
      at: this.#options.now(),
      status: 0,
      error: null,
      reply: null,
    };
    this.deliveries.push(delivery);
    const posted = await post({
      url: settings.url,
      body: JSON.stringify(update),
      secret,
      timeoutMs: this.#options.timeoutMs,
      stop,
    });
    if (posted.kind === "failed") delivery.error = posted.error;
    else delivery.status = posted.status;
    if (posted.kind === "answered" && posted.status >= 200 && posted.status <= 299) {
      delivery.reply = methodInReply(posted.headers["content-type"] ?? "", posted.body);
      if (delivery.reply !== null) this.#reply(delivery.reply, posted.body);
    }
    this.#options.onDelivery(delivery);
    return posted;
  }

  /** The update counts as delivered at once; Telegram does not wait for the method either. */
  #reply(method: string, body: string): void {
    const running = this.#options.onReply(method, body).finally(() => {
      this.#replies.delete(running);
    });
    this.#replies.add(running);
  }
}

/** Seconds only; a date counts as absent (TD HttpQuery.cpp get_retry_after). */
function retryAfter(header: string | undefined): number {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : 0;
}
