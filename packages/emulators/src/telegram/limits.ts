import { type GroupPace, GroupPaceKeeper, type Pace, PaceKeeper } from "./pace.ts";
import { tooManyRequests } from "./refusal.ts";

export interface RateLimit {
  /** Absent: every call. */
  readonly chat?: number;
  readonly seconds: number;
}

const PACED = ["sendMessage", "editMessageText", "editMessageReplyMarkup"];

/** Who has to wait, and until when. */
export class Limits {
  readonly #now: () => number;
  readonly #pace: PaceKeeper | null;
  readonly #groupPace: GroupPaceKeeper | null;
  /** Epoch milliseconds by chat id; "" stands for every call. */
  readonly #until = new Map<string, number>();

  constructor(now: () => number, pace: Pace | null, groupPace: GroupPace | null = null) {
    this.#now = now;
    this.#pace = pace ? new PaceKeeper(pace) : null;
    this.#groupPace = groupPace ? new GroupPaceKeeper(groupPace) : null;
  }

  /** Starts a flood wait. 0 seconds end it. */
  impose({ chat, seconds }: RateLimit): void {
    this.#until.set(chat === undefined ? "" : String(chat), this.#now() + seconds * 1000);
  }

  /** @throws Refusal 429 with the whole seconds that are left. */
  check(method: string, chatId: string): void {
    const now = this.#now();
    const until = Math.max(this.#until.get("") ?? 0, this.#until.get(chatId) ?? 0);
    // TG-server Query.cpp set_retry_after_error; the value is in the body, not in a header.
    if (now < until) throw tooManyRequests(Math.ceil((until - now) / 1000));
    const wait = PACED.includes(method) ? this.#wait(chatId, now) : 0;
    // TG-faq: about one message per second and chat, and 20 per minute and group.
    if (wait > 0) throw tooManyRequests(wait);
  }

  #wait(chatId: string, now: number): number {
    const inGroup = chatId.trim().startsWith("-") ? (this.#groupPace?.take(chatId, now) ?? 0) : 0;
    return inGroup > 0 ? inGroup : (this.#pace?.take(chatId, now) ?? 0);
  }
}
