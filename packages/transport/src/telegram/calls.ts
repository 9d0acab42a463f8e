import { isAlreadyDone } from "./classify.ts";

/** The reaction as Telegram takes it: one emoji, without a variation selector (Bot API, ReactionTypeEmoji). */
export function reaction<E extends string>(emoji: string) {
  return [{ type: "emoji" as const, emoji: emoji.replaceAll("\uFE0F", "") as E }];
}

/** Awaits a call; "not modified", "already deleted" and "too old to acknowledge" are success. */
export async function done(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!isAlreadyDone(error)) throw error;
  });
}
