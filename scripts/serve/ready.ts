import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const EVERY_MS = 25;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Resolves to true once `/ready` of every app has answered 200, to false when `alive` says that there
 * is nothing to wait for any more.
 *
 * @param onWaiting is told every 15 seconds what the first app that is not ready says.
 */
export async function waitReady(
  urls: readonly string[],
  alive: () => boolean,
  onWaiting: (state: string) => void = () => {},
): Promise<boolean> {
  let toldAt = Date.now();
  for (const url of urls) {
    for (;;) {
      const answer = await ask(`${url}/ready`);
      if (!alive()) return false;
      if (answer.status === 200) break;
      if (Date.now() - toldAt > 15_000) {
        toldAt = Date.now();
        onWaiting(`${url}/ready: ${answer.text}`);
      }
      await delay(EVERY_MS);
    }
  }
  return true;
}

function ask(url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    // No agent: a kept connection would hold up workerd's orderly end.
    const request = get(url, { agent: false, timeout: ANSWER_WITHIN_MS }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", () => {});
      response.on("close", () => {
        const status = response.statusCode ?? 0;
        resolve({ status, text: `${status} ${text.slice(0, 500)}` });
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", (error) => resolve({ status: 0, text: error.message }));
  });
}
