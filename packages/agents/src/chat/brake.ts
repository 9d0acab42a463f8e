import type { Fault } from "@trunkline/transport";
import { type Limits, Reservation } from "../account/port.ts";
import { withTimeout } from "../timeout.ts";
import type { Conversation } from "./conversation.ts";

/** How long a grant may be used after its time. */
const FRESH_MS = 2_000;

/** What holds the delivery lane back: the platform's waits (rows) and the account's pacing. */
export class Brake<C> {
  readonly #c: Conversation<C>;
  /** Short waits, in memory: after a restart the account is asked again. */
  #pausedUntil = 0;
  /** A write that was granted and not made yet: from when on it may go out. */
  #grantedAt: number | null = null;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
  }

  /** Epoch milliseconds before which nothing may go out. */
  until(): number {
    return Math.max(this.#c.facts.number("blocked_until"), this.#pausedUntil);
  }

  pause(ms: number): void {
    this.#pausedUntil = Date.now() + ms;
  }

  /** Asks the account for one write; without an answer the write waits. */
  reserved(ctx: C): Promise<boolean> {
    const { scope, writesPerMinute, gapSeconds } = this.#c.platform.pace(ctx);
    return this.granted(scope, {
      ...(writesPerMinute ? { perMinute: writesPerMinute } : {}),
      ...(gapSeconds ? { gapSeconds } : {}),
    });
  }

  /** Asks the account for one call of a scope; without an answer it waits. */
  async granted(scope: string, limits: Limits): Promise<boolean> {
    const { timings, name } = this.#c;
    const age = this.#grantedAt === null ? -1 : Date.now() - this.#grantedAt;
    if (age >= 0) this.#grantedAt = null;
    // An old grant counts for a minute that is over.
    if (age >= 0 && age <= FRESH_MS) return true;
    try {
      const asked = this.#c.account().reserve(scope, limits);
      const answer = await withTimeout(asked, timings.rpcTimeoutMs, "reserve");
      const { at, granted } = Reservation.parse(answer);
      if (granted && at <= Date.now()) return true;
      if (granted) this.#grantedAt = at;
      this.#pausedUntil = at;
    } catch {
      this.pause(timings.retryFirstMs);
      this.#c.log("account.unreachable", { conversation: name });
    }
    return false;
  }

  /** The write was not needed after all: the next one has it. */
  giveBack(): void {
    this.#grantedAt = Date.now();
  }

  /** A wait that the platform asks for holds for the whole chat, and maybe for the account. */
  async slowDown(ctx: C, fault: Fault): Promise<void> {
    if (fault.kind !== "rate_limited" && fault.kind !== "unauthorized") return;
    const { facts, timings, platform, name } = this.#c;
    const wait = Math.max(1, fault.retryAfterSeconds ?? 1) * timings.platformSecondMs;
    if (fault.kind === "rate_limited") facts.set("blocked_until", Date.now() + wait);
    try {
      const told = this.#c.account().report(platform.pace(ctx).scope, fault);
      await withTimeout(told, timings.rpcTimeoutMs, "report");
    } catch {
      this.#c.log("account.unreachable", { conversation: name });
    }
  }
}
