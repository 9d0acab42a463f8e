import type { AsanaEvent, AsanaRef } from "../events.ts";
import type { Person } from "../model.ts";
import { backoffSeconds, HEARTBEAT_MS, LIFE_MS } from "./backoff.ts";
import { type AsanaDelivery, type DeliveryJournal, signature } from "./delivery.ts";
import type { AsanaFilter } from "./filter.ts";
import { type AsanaPosted, failureContent, isSuccess, post } from "./post.ts";

/** A longer timer would fire at once. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/** What all webhooks share. */
export interface HookHost {
  readonly journal: DeliveryJournal;
  readonly now: () => number;
  /** Factor on the waits between attempts. */
  readonly retryScale: number;
  readonly timeoutMs: number;
  /** Deliveries wait. */
  isHeld(): boolean;
  /** Whether the next delivery of events gets lost on its way. */
  takeLoss(): boolean;
  onDelivery(): void;
  onGone(hook: Hook): void;
}

export interface HookTerms {
  readonly gid: string;
  readonly owner: Person;
  readonly resource: AsanaRef;
  readonly target: string;
  readonly secret: string;
  readonly createdAt: number;
  filters: readonly AsanaFilter[];
}

interface Parcel {
  readonly kind: "heartbeat" | "events";
  readonly events: readonly AsanaEvent[];
  readonly settled: readonly PromiseWithResolvers<void>[];
  attempts: number;
}

/** One webhook: one delivery at a time, again and again until it is accepted or the webhook dies. */
export class Hook {
  readonly terms: HookTerms;
  readonly #host: HookHost;
  readonly #stop = new AbortController();
  #queue: { event: AsanaEvent; settled: PromiseWithResolvers<void> }[] = [];
  #wantsHeartbeat = true;
  /** The delivery that has not been accepted yet. */
  #parcel: Parcel | null = null;
  #attempt: Promise<void> | null = null;
  #soon: NodeJS.Immediate | undefined;
  #retry: NodeJS.Timeout | undefined;
  #lastHeartbeatAt: number;
  /** Why it is no more, or null. */
  gone: string | null = null;
  /** Only after the first delivery that was accepted. */
  active = false;
  lastSuccessAt: number | null = null;
  lastFailureAt: number | null = null;
  lastFailureContent: string | null = null;
  failures = 0;
  /** Epoch milliseconds of the first failure since the last success. */
  failingSince: number | null = null;
  nextAttemptAfter: number | null = null;

  constructor(terms: HookTerms, host: HookHost) {
    this.terms = terms;
    this.#host = host;
    this.#lastHeartbeatAt = terms.createdAt;
  }

  get isIdle(): boolean {
    return !this.#parcel && this.#queue.length === 0 && !this.#wantsHeartbeat;
  }

  /** @returns resolves when the webhook has accepted the event, rejects when it never will */
  push(event: AsanaEvent): Promise<void> {
    const settled = Promise.withResolvers<void>();
    // Nobody has to care.
    settled.promise.catch(() => {});
    this.#queue.push({ event, settled });
    this.wake();
    return settled.promise;
  }

  heartbeat(): void {
    this.#wantsHeartbeat = true;
    this.wake();
  }

  /** Delivers soon: what happens in one go travels together. */
  wake(): void {
    if (this.gone !== null || this.#soon || this.#attempt || this.#retry) return;
    this.#soon = setImmediate(() => {
      this.#soon = undefined;
      this.#pump();
    });
  }

  /** Time has passed. @returns when an attempt that is due has ended */
  async tick(): Promise<void> {
    const now = this.#host.now();
    if (this.failingSince !== null && now - this.failingSince >= LIFE_MS) {
      this.die("no success for 24 hours");
      return;
    }
    if (now - this.#lastHeartbeatAt >= HEARTBEAT_MS) this.#wantsHeartbeat = true;
    if (this.nextAttemptAfter !== null && now >= this.nextAttemptAfter) {
      clearTimeout(this.#retry);
      this.#retry = undefined;
    }
    if (!this.#retry) this.#pump();
    await this.#attempt;
  }

  die(why: string): void {
    if (this.gone !== null) return;
    this.gone = why;
    this.#stop.abort();
    clearImmediate(this.#soon);
    clearTimeout(this.#retry);
    const lost = new Error(`webhook ${this.terms.gid}: ${why}`);
    for (const { settled } of this.#queue) settled.reject(lost);
    for (const settled of this.#parcel?.settled ?? []) settled.reject(lost);
    this.#queue = [];
    this.#parcel = null;
    this.#wantsHeartbeat = false;
    this.#host.onGone(this);
  }

  /** Posts once, beside the queue. @param secret null leaves the signature out */
  async postBeside(
    body: string,
    events: readonly AsanaEvent[],
    secret: string | null = this.terms.secret,
  ): Promise<AsanaPosted> {
    return this.#post(body, events, "manual", 1, secret);
  }

  #pump(): void {
    if (this.gone !== null || this.#attempt || this.#host.isHeld()) return;
    this.#parcel ??= this.#pack();
    if (!this.#parcel) return;
    const parcel = this.#parcel;
    this.#attempt = this.#try(parcel).finally(() => {
      this.#attempt = null;
      if (!this.#retry && !this.isIdle) this.wake();
    });
  }

  #pack(): Parcel | null {
    if (this.#wantsHeartbeat) {
      this.#wantsHeartbeat = false;
      this.#lastHeartbeatAt = this.#host.now();
      return { kind: "heartbeat", events: [], settled: [], attempts: 0 };
    }
    if (this.#queue.length === 0) return null;
    const waiting = this.#queue;
    this.#queue = [];
    const events = waiting.map(({ event }) => event);
    const settled = waiting.map((one) => one.settled);
    return { kind: "events", events, settled, attempts: 0 };
  }

  async #try(parcel: Parcel): Promise<void> {
    parcel.attempts += 1;
    this.nextAttemptAfter = null;
    const body = JSON.stringify({ events: parcel.events });
    if (parcel.kind === "events" && this.#host.takeLoss()) {
      this.#lose(parcel, body);
      return;
    }
    const posted = await this.#post(body, parcel.events, parcel.kind, parcel.attempts);
    if (this.gone !== null) return;
    if (isSuccess(posted)) {
      this.#succeed(parcel);
    } else {
      this.#fail(posted);
    }
  }

  #succeed(parcel: Parcel): void {
    this.active = true;
    this.lastSuccessAt = this.#host.now();
    this.failures = 0;
    this.failingSince = null;
    this.#parcel = null;
    for (const settled of parcel.settled) settled.resolve();
  }

  #fail(posted: AsanaPosted): void {
    const now = this.#host.now();
    this.lastFailureAt = now;
    this.lastFailureContent = failureContent(posted);
    this.failingSince ??= now;
    this.failures += 1;
    if (now - this.failingSince >= LIFE_MS) {
      this.die("no success for 24 hours");
      return;
    }
    const waitMs = backoffSeconds(this.failures) * 1000;
    this.nextAttemptAfter = now + waitMs;
    const realMs = Math.min(MOST_TIMER_MS, waitMs * this.#host.retryScale);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#pump();
    }, realMs);
  }

  /** "At-most-once delivery": nobody will ever know. */
  #lose(parcel: Parcel, body: string): void {
    this.#open(body, parcel.events, parcel.kind, parcel.attempts).error = "lost";
    this.#parcel = null;
    for (const settled of parcel.settled) settled.reject(new Error("the delivery was lost"));
    this.#host.onDelivery();
  }

  async #post(
    body: string,
    events: readonly AsanaEvent[],
    kind: AsanaDelivery["kind"],
    attempt: number,
    secret: string | null = this.terms.secret,
  ): Promise<AsanaPosted> {
    const delivery = this.#open(body, events, kind, attempt);
    const posted = await post({
      url: this.terms.target,
      body,
      headers: secret === null ? {} : { "x-hook-signature": signature(secret, body) },
      timeoutMs: this.#host.timeoutMs,
      stop: this.#stop.signal,
    });
    if (posted.kind === "failed") delivery.error = posted.error;
    else delivery.status = posted.status;
    this.#host.onDelivery();
    return posted;
  }

  #open(
    body: string,
    events: readonly AsanaEvent[],
    kind: AsanaDelivery["kind"],
    attempt: number,
  ): AsanaDelivery {
    const { gid: webhook_gid, target } = this.terms;
    const at = this.#host.now();
    return this.#host.journal.open({ webhook_gid, target, kind, events, attempt, body, at });
  }
}
