import type { Driver } from "./kit.ts";
import { requestOf } from "./running.ts";

const POLL_MS = 20;

/**
 * Some platforms give their secret to whoever listens at a public address, while the app waits for its
 * subscription. A Worker inside a test has none: what the platform asks is handed to it here, and its answer back.
 *
 * @param fetch - the Worker
 * @param asked - the call of the app's that brings the handshake about
 * @example
 * ```ts
 * import { type Driver, relayed } from "@trunkline/transport/testing";
 * declare const driver: Driver;
 * declare const worker: { fetch(request: Request): Promise<Response> };
 * const wanted = new Request("http://bot.test/registrations", { method: "POST", body: "{}" });
 * const made = await relayed(driver, worker.fetch, worker.fetch(wanted));
 * ```
 */
export async function relayed<T>(
  driver: Pick<Driver, "knocks" | "answer">,
  fetch: (request: Request) => Response | Promise<Response>,
  asked: T | Promise<T>,
): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  const end = Promise.resolve(asked);
  end.then(over, over);
  while (!isOver) {
    for (const knock of (await driver.knocks?.()) ?? []) {
      const response = await fetch(requestOf(knock));
      const headers = Object.fromEntries(response.headers);
      const body = await response.text();
      await driver.answer?.(knock.id, { status: response.status, headers, body });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return end;
}
