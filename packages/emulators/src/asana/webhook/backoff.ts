const FIRST_SECONDS = 5;
const MOST_SECONDS = 3600;

/** AS-docs webhooks: a webhook that fails for so long is deleted. */
export const LIFE_MS = 24 * 3600 * 1000;

/** AS-docs webhooks: from one heartbeat to the next. */
export const HEARTBEAT_MS = 8 * 3600 * 1000;

/**
 * How long to wait after so many failures in a row (1: the first). AS-docs: "exponential backoff";
 * the numbers are not documented.
 */
export function backoffSeconds(failures: number): number {
  return Math.min(MOST_SECONDS, FIRST_SECONDS * 2 ** (failures - 1));
}
