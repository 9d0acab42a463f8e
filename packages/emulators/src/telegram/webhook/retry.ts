/** How an update that was not accepted goes on. All numbers are Telegram's own, unscaled. */
export interface Failures {
  readonly count: number;
  /** The delay before the last attempt, in seconds; starts at 1. */
  readonly delaySeconds: number;
}

export const NO_FAILURES: Failures = { count: 0, delaySeconds: 1 };

const MAX_RETRY_AFTER_SECONDS = 3600;
const MAX_RESEND_SECONDS = 60;

export type NextAttempt =
  | { readonly kind: "retry"; readonly waitSeconds: number; readonly failures: Failures }
  | { readonly kind: "expired" };

/**
 * After a failure: at once the first time, then 2, 4, 8 ... seconds, at most a random 60 to 120;
 * `Retry-After` overrides the doubling; expired when the wait ends after the update's life.
 * TG-server WebhookActor.cpp on_update_error.
 *
 * @param random in [0, 1)
 */
export function nextAttempt(
  failures: Failures,
  retryAfterSeconds: number,
  leftSeconds: number,
  random: number,
): NextAttempt {
  const asked = Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, retryAfterSeconds));
  let { delaySeconds } = failures;
  let waitSeconds = asked;
  if (asked === 0 && failures.count > 0) {
    const cap = MAX_RESEND_SECONDS + Math.floor(random * (MAX_RESEND_SECONDS + 1));
    delaySeconds = Math.min(cap, delaySeconds * 2);
    waitSeconds = delaySeconds;
  }
  if (waitSeconds > leftSeconds) return { kind: "expired" };
  return {
    kind: "retry",
    waitSeconds,
    failures: { count: failures.count + 1, delaySeconds },
  };
}
