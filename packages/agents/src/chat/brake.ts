import type { Fault } from "@trunkline/transport";
import { type Limits, Reservation, SPARE_SECONDS } from "../account/port.ts";
import { withTimeout } from "../timeout.ts";
import type { Conversation } from "./conversation.ts";

/** How long a grant may be used after its time. */
const FRESH_MS = 2_000;

/** What is asked for together with a placeholder or progress. */
const MORE_WRITES = 2;

/** What holds the delivery lane back: the platform's waits (rows) and the account's pacing. */
export class Brake<C> {
  readonly #c: Conversation<C>;
  /** Short waits, in memory: after a restart the account is asked again. */
  #pausedUntil = 0;
  /** A write that was granted and not made yet: from when on it may go out. */
  #grantedAt: number | null = null;
  /** Writes that were granted beside an earlier one, and until when they may go out. */
  #spare = { writes: 0, until: 0 };

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

  /**
   * Asks the account for one write; without an answer the write waits.
   *
   * @param goesOn - edits will soon follow: the account is not asked again for those that it grants now
   */
  reserved(ctx: C, goesOn = false): Promise<boolean> {
    const { scope, writesPerMinute, gapSeconds } = this.#c.platform.pace(ctx);
    const limits = {
      ...(writesPerMinute ? { perMinute: writesPerMinute } : {}),
      ...(gapSeconds ? { gapSeconds } : {}),
    };
    return this.granted(scope, limits, goesOn ? MORE_WRITES : 0);
  }

  /**
   * Asks the account for one call of a scope; without an answer it waits.
   *
   * @param more - how many calls will soon follow
   */
  async granted(scope: string, limits: Limits, more = 0): Promise<boolean> {
    const { timings, name } = this.#c;
    const age = this.#grantedAt === null ? -1 : Date.now() - this.#grantedAt;
    if (age >= 0) this.#grantedAt = null;
    // An old grant counts for a minute that is over.
    if (age >= 0 && age <= FRESH_MS) return true;
    if (this.#spare.writes > 0 && Date.now() <= this.#spare.until) {
      this.#spare.writes -= 1;
      return true;
    }
    try {
      const asked = this.#c.account().reserve(scope, limits, more);
      const answer = await withTimeout(asked, timings.rpcTimeoutMs, "reserve");
      const { at, granted, spare = 0 } = Reservation.parse(answer);
      const until = Date.now() + SPARE_SECONDS * timings.platformSecondMs;
      this.#spare = { writes: spare, until };
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
    this.#spare = { writes: 0, until: 0 };
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
