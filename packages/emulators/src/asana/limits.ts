import type { Person } from "./model.ts";
import { tooManyRequests } from "./refusal.ts";

/** AS-docs rate-limits. They hold for each token. */
export interface AsanaLimits {
  /** 150 where the workspace is free, 1500 where it is paid for. */
  readonly perMinute: number;
  /** GET calls that are being worked on. */
  readonly reads: number;
  /** All others. */
  readonly writes: number;
}

export const ASANA_LIMITS: AsanaLimits = { perMinute: 150, reads: 50, writes: 15 };

const MINUTE_MS = 60_000;

/** Who has to wait, and until when. */
export class Limits {
  readonly #now: () => number;
  readonly #limits: AsanaLimits | null;
  /** When somebody called within the last minute. */
  readonly #taken = new Map<Person, number[]>();
  readonly #working = new Map<string, number>();
  #until = 0;

  /** @param limits null: none but those that are imposed */
  constructor(now: () => number, limits: AsanaLimits | null) {
    this.#now = now;
    this.#limits = limits;
  }

  /** 429 for every call, for so many seconds. 0 ends it. */
  impose(seconds: number): void {
    this.#until = this.#now() + seconds * 1000;
  }

  /** Counts a call. @throws Refusal 429 */
  count(person: Person): void {
    const now = this.#now();
    const recent = (this.#taken.get(person) ?? []).filter((at) => at > now - MINUTE_MS);
    // "Requests rejected by this limiter still count against the quotas."
    recent.push(now);
    this.#taken.set(person, recent);
    if (now < this.#until) throw tooManyRequests(Math.ceil((this.#until - now) / 1000));
    const { perMinute } = this.#limits ?? { perMinute: Number.POSITIVE_INFINITY };
    if (recent.length <= perMinute) return;
    // The call that has to leave the minute before there is room for one.
    const leaving = recent[recent.length - perMinute] ?? now;
    throw tooManyRequests(Math.max(1, Math.ceil((leaving + MINUTE_MS - now) / 1000)));
  }

  /** Works on a call among not too many others. @throws Refusal 429 */
  async during<T>(person: Person, isRead: boolean, work: () => Promise<T>): Promise<T> {
    const key = `${isRead ? "reads" : "writes"} of ${person.gid}`;
    const others = this.#working.get(key) ?? 0;
    const most = this.#limits?.[isRead ? "reads" : "writes"] ?? Number.POSITIVE_INFINITY;
    // AS-docs rate-limits: how long is not said, "a few seconds" would do.
    if (others >= most) throw tooManyRequests(1);
    this.#working.set(key, others + 1);
    try {
      return await work();
    } finally {
      this.#working.set(key, (this.#working.get(key) ?? 1) - 1);
    }
  }
}
