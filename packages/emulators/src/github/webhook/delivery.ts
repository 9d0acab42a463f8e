import type { Json } from "../types.ts";

/** One attempt to tell a webhook. GitHub makes no second one by itself (platforms.md 2.1). */
export interface GitHubDelivery {
  readonly id: number;
  /** `X-GitHub-Delivery`. The same for a redelivery, another for another hook. */
  readonly guid: string;
  readonly hook: number;
  readonly event: string;
  readonly action: string | null;
  readonly redelivery: boolean;
  readonly installation: number | null;
  readonly repository: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Json;
  /** As sent, byte for byte. */
  readonly body: string;
  /** "" while on its way; "OK", "Invalid HTTP Response: 503", "timed out" ... */
  status: string;
  /** 0 while on its way. */
  code: number;
  durationMs: number;
  response: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

export function isDelivered({ code }: GitHubDelivery): boolean {
  return code >= 200 && code <= 299;
}

/** Something happened, and the webhooks that hear of it. */
export interface Told {
  /** One for each webhook that was told; none when none listens. */
  readonly deliveries: readonly GitHubDelivery[];
  /** Resolves when each has been answered or has failed. A failure is final, and no rejection. */
  readonly delivered: Promise<readonly GitHubDelivery[]>;
}

/** Several things that happened at once. */
export function together(...all: readonly Told[]): Told {
  return {
    deliveries: all.flatMap(({ deliveries }) => deliveries),
    delivered: Promise.all(all.map(({ delivered }) => delivered)).then((lists) => lists.flat()),
  };
}
