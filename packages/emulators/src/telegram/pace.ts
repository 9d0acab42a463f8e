/** About one message a second and chat, with a short burst (TG-faq). */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

export const TELEGRAM_PACE: Pace = { perSecond: 1, burst: 5 };

interface Bucket {
  tokens: number;
  at: number;
}

/** Counts sends and edits of a chat together: they share one budget (levlam, tdlib/td#3034). */
export class PaceKeeper {
  readonly #pace: Pace;
  readonly #buckets = new Map<string, Bucket>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** @returns 0 and counts the call, or the whole seconds to wait. */
  take(chat: string, nowMs: number): number {
    const { perSecond, burst } = this.#pace;
    const bucket = this.#buckets.get(chat) ?? { tokens: burst, at: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.at) / 1000) * perSecond;
    const tokens = Math.min(burst, refilled);
    const wait = tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
    this.#buckets.set(chat, { tokens: wait === 0 ? tokens - 1 : tokens, at: nowMs });
    return wait;
  }
}

/** So many messages a minute and group, edits among them (TG-faq; levlam, tdlib/td#3034). */
export interface GroupPace {
  readonly perMinute: number;
}

export const TELEGRAM_GROUP_PACE: GroupPace = { perMinute: 20 };

const MINUTE_MS = 60_000;

/** Counts over the last minute; what was refused does not count. */
export class GroupPaceKeeper {
  readonly #perMinute: number;
  readonly #taken = new Map<string, number[]>();

  constructor({ perMinute }: GroupPace) {
    this.#perMinute = perMinute;
  }

  /** @returns 0 and counts the call, or the whole seconds to wait. */
  take(chat: string, nowMs: number): number {
    const recent = (this.#taken.get(chat) ?? []).filter((at) => at > nowMs - MINUTE_MS);
    const [oldest = nowMs] = recent;
    const isFull = recent.length >= this.#perMinute;
    this.#taken.set(chat, isFull ? recent : [...recent, nowMs]);
    return isFull ? Math.max(1, Math.ceil((oldest + MINUTE_MS - nowMs) / 1000)) : 0;
  }
}
