import type { Actor } from "../state/account.ts";
import { GitHubRefusal } from "./refusal.ts";

/** platforms.md 2.5. Smaller numbers make tests short. */
export interface GitHubLimits {
  /** Primary limit of each token's owner. */
  readonly perHour: number;
  /** Secondary limits on what generates content. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
}

export const GITHUB_LIMITS: GitHubLimits = {
  perHour: 5000,
  contentPerMinute: 80,
  contentPerHour: 500,
};

/** A limit that a test declares to be exceeded. */
export interface GitHubRateLimit {
  readonly kind: "primary" | "secondary";
  /** How long it lasts; 0 ends it. */
  readonly seconds: number;
  /** GitHub uses both. Default 403. */
  readonly status?: 403 | 429;
  /** Of a secondary limit: whether `retry-after` says how long. Default true. */
  readonly retryAfter?: boolean;
}

export type Resource = "core" | "graphql";

interface Window {
  used: number;
  /** Epoch milliseconds. */
  resetAt: number;
}

const HOUR_MS = 3_600_000;
const DOCS = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

export class Limits {
  readonly #now: () => number;
  readonly #limits: GitHubLimits;
  readonly #windows = new Map<string, Window>();
  readonly #content = new Map<string, number[]>();
  readonly #imposed = new Map<GitHubRateLimit["kind"], GitHubRateLimit & { until: number }>();

  constructor(now: () => number, limits: GitHubLimits) {
    this.#now = now;
    this.#limits = limits;
  }

  impose(limit: GitHubRateLimit): void {
    this.#imposed.set(limit.kind, { ...limit, until: this.#now() + limit.seconds * 1000 });
  }

  /** Counts a call. @throws GitHubRefusal 403 or 429 with the headers of its kind. */
  take(actor: Actor, resource: Resource): void {
    const secondary = this.#active("secondary");
    if (secondary) throw this.#secondary(secondary, (secondary.until - this.#now()) / 1000);
    const window = this.#window(actor, resource);
    const primary = this.#active("primary");
    if (primary) window.resetAt = primary.until;
    if (primary || window.used >= this.#limits.perHour) {
      window.used = this.#limits.perHour;
      const message = `API rate limit exceeded for ${nameOf(actor)}.`;
      const more = { docs: DOCS, graphql: "RATE_LIMITED" };
      throw new GitHubRefusal(primary?.status ?? 403, message, more);
    }
    window.used += 1;
  }

  /** Whether something that generates content may be made now. @throws GitHubRefusal */
  checkContent(actor: Actor): void {
    const now = this.#now();
    const hour = this.#recent(actor);
    const minute = hour.filter((at) => at > now - 60_000);
    const { contentPerHour, contentPerMinute } = this.#limits;
    if (hour.length >= contentPerHour) {
      throw this.#secondary({}, ((hour[0] ?? now) + HOUR_MS - now) / 1000);
    }
    if (minute.length >= contentPerMinute) {
      throw this.#secondary({}, ((minute[0] ?? now) + 60_000 - now) / 1000);
    }
  }

  /** Content was made; what was refused does not count. */
  countContent(actor: Actor): void {
    this.#content.set(nameOf(actor), [...this.#recent(actor), this.#now()]);
  }

  /** GH-oas rate-limit. `reset` is in epoch seconds. */
  state(
    actor: Actor,
    resource: Resource,
  ): Record<"limit" | "used" | "remaining" | "reset", number> {
    const { used, resetAt } = this.#window(actor, resource);
    const { perHour: limit } = this.#limits;
    return { limit, used, remaining: limit - used, reset: Math.ceil(resetAt / 1000) };
  }

  /** On every answer to somebody who is known. */
  headers(actor: Actor, resource: Resource): Record<string, string> {
    const state = Object.entries(this.state(actor, resource));
    return {
      ...Object.fromEntries(state.map(([name, value]) => [`x-ratelimit-${name}`, String(value)])),
      "x-ratelimit-resource": resource,
    };
  }

  /** Of the last hour, oldest first. */
  #recent(actor: Actor): number[] {
    const from = this.#now() - HOUR_MS;
    return (this.#content.get(nameOf(actor)) ?? []).filter((at) => at > from);
  }

  #window(actor: Actor, resource: Resource): Window {
    const key = `${resource} ${nameOf(actor)}`;
    const known = this.#windows.get(key);
    if (known && known.resetAt > this.#now()) return known;
    const window = { used: 0, resetAt: this.#now() + HOUR_MS };
    this.#windows.set(key, window);
    return window;
  }

  #active(kind: GitHubRateLimit["kind"]): (GitHubRateLimit & { until: number }) | null {
    const limit = this.#imposed.get(kind);
    return limit && limit.until > this.#now() ? limit : null;
  }

  #secondary(how: Partial<GitHubRateLimit>, seconds: number): GitHubRefusal {
    const message =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    const headers: Record<string, string> =
      how.retryAfter === false ? {} : { "retry-after": String(Math.ceil(seconds)) };
    const docs = `${DOCS}#about-secondary-rate-limits`;
    return new GitHubRefusal(how.status ?? 403, message, { docs, headers });
  }
}

function nameOf(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return `user ID ${actor.user.id}`;
    case "installation":
      return `installation ID ${actor.installation.id}`;
    case "app":
      return `app ID ${actor.app.id}`;
    default:
      return actor satisfies never;
  }
}
