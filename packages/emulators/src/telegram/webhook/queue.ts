import type { AnyUpdate } from "../types.ts";
import { type Failures, NO_FAILURES, nextAttempt } from "./retry.ts";

export type Attempt =
  | { readonly kind: "accepted" }
  | { readonly kind: "failed"; readonly retryAfterSeconds: number };

export interface QueueOptions {
  /** Tries to deliver. Never rejects. */
  readonly attempt: (update: AnyUpdate, stop: AbortSignal) => Promise<Attempt>;
  /** Epoch milliseconds; the age of an update is measured with it. */
  readonly now: () => number;
  /** Factor on every wait between attempts. The life of an update is not scaled. */
  readonly scale: number;
}

interface Pending {
  readonly update: AnyUpdate;
  readonly bornAt: number;
  readonly lifeSeconds: number;
  readonly settled: PromiseWithResolvers<void>;
  failures: Failures;
  /** On the monotonic clock. */
  readyAt: number;
}

/**
 * Updates on their way to the webhook: lines that run in parallel, strictly one update in flight
 * per line and in order. TG-server WebhookActor.cpp (`queue_id_`, `send_update`).
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #lines = new Map<string, Pending[]>();
  readonly #flying = new Set<string>();
  #idle = Promise.withResolvers<void>();
  #connections = 0;
  #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get size(): number {
    let size = 0;
    for (const line of this.#lines.values()) size += line.length;
    return size;
  }

  /** @returns resolves on 2xx, rejects when the update is given up. */
  add(update: AnyUpdate, lineName: string, lifeSeconds: number): Promise<void> {
    const pending: Pending = {
      update,
      bornAt: this.#options.now(),
      lifeSeconds,
      settled: Promise.withResolvers<void>(),
      failures: NO_FAILURES,
      readyAt: performance.now(),
    };
    // Nobody has to care about an update that is given up.
    pending.settled.promise.catch(() => {});
    const line = this.#lines.get(lineName) ?? [];
    line.push(pending);
    this.#lines.set(lineName, line);
    this.#pump();
    return pending.settled.promise;
  }

  /** Delivers from now on, over this many connections. */
  start(connections: number): void {
    this.stop();
    this.#connections = connections;
    this.#stop = new AbortController();
    this.#pump();
  }

  /** Cuts what is in flight; it counts as never tried and waits for {@link start}. */
  stop(): void {
    this.#connections = 0;
    this.#stop.abort();
    this.#flying.clear();
    clearTimeout(this.#timer);
  }

  /** Gives up everything. */
  drop(why: string): void {
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    for (const { update, settled } of lines.flat()) {
      settled.reject(new Error(`update ${update.update_id} was dropped: ${why}`));
    }
    this.#settle();
  }

  /** Resolves when nothing waits. It waits for ever while there is no webhook to deliver to. */
  async idle(): Promise<void> {
    if (this.size > 0) await this.#idle.promise;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (this.#connections === 0) return;
    const now = performance.now();
    const waiting = [...this.#lines]
      .flatMap(([name, [first]]) => (first && !this.#flying.has(name) ? [{ name, first }] : []))
      .toSorted((a, b) => a.first.readyAt - b.first.readyAt);
    for (const { name, first } of waiting) {
      if (this.#flying.size >= this.#connections) return;
      if (first.readyAt > now) {
        this.#timer = setTimeout(() => this.#pump(), first.readyAt - now);
        return;
      }
      this.#flying.add(name);
      void this.#fly(name, first, this.#stop.signal);
    }
  }

  async #fly(name: string, pending: Pending, stop: AbortSignal): Promise<void> {
    if (this.#leftSeconds(pending) < 0) {
      this.#leave(name, pending, "expired");
    } else {
      const attempt = await this.#options.attempt(pending.update, stop);
      if (stop.aborted) return;
      if (attempt.kind === "accepted") this.#leave(name, pending, null);
      else this.#retry(name, pending, attempt.retryAfterSeconds);
    }
    this.#flying.delete(name);
    this.#pump();
  }

  #retry(name: string, pending: Pending, retryAfterSeconds: number): void {
    const { scale } = this.#options;
    // In the seconds of the waits: a scaled wait fits into a life more often.
    const left = this.#leftSeconds(pending) / scale;
    const next = nextAttempt(pending.failures, retryAfterSeconds, left, Math.random());
    if (next.kind === "expired") {
      this.#leave(name, pending, "expired");
      return;
    }
    pending.failures = next.failures;
    // "At once" still leaves a breath, or an attempt that fails without I/O would starve the process.
    pending.readyAt = performance.now() + Math.max(1, next.waitSeconds * 1000 * scale);
  }

  #leftSeconds(pending: Pending): number {
    return pending.lifeSeconds - (this.#options.now() - pending.bornAt) / 1000;
  }

  #leave(name: string, pending: Pending, why: string | null): void {
    const line = this.#lines.get(name)?.filter((other) => other !== pending) ?? [];
    if (line.length > 0) this.#lines.set(name, line);
    else this.#lines.delete(name);
    if (why === null) pending.settled.resolve();
    else
      pending.settled.reject(new Error(`update ${pending.update.update_id} was dropped: ${why}`));
    this.#settle();
  }

  #settle(): void {
    if (this.size > 0) return;
    this.#idle.resolve();
    this.#idle = Promise.withResolvers<void>();
  }
}
