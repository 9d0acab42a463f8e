import { createHmac } from "node:crypto";

/** A signed request of Slack's to the app. */
export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs as Slack does (docs.slack.dev, verifying requests from Slack). @param retry - which attempt again this is */
export function sign(secret: string, body: string, now: number, retry?: number): Letter {
  const time = String(Math.floor(now / 1000));
  const hex = createHmac("sha256", secret).update(`v0:${time}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": time,
      "x-slack-signature": `v0=${hex}`,
      ...(retry === undefined
        ? {}
        : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" }),
    },
  };
}

/** "Your app should respond within three seconds" (docs.slack.dev, Events API, responding to events). */
const THREE_SECONDS_MS = 3_000;

export interface Posted {
  /** 0: no answer in time. */
  readonly status: number;
  readonly body: string;
  /** The app wants no more attempts (`X-Slack-No-Retry: 1`). */
  readonly noRetry: boolean;
}

/** Posts to loopback only. */
export async function post(url: string, { headers, body }: Letter): Promise<Posted> {
  if (new URL(url).hostname !== "127.0.0.1") throw new Error(`not loopback: ${url}`);
  try {
    const signal = AbortSignal.timeout(THREE_SECONDS_MS);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    const noRetry = response.headers.get("x-slack-no-retry") === "1";
    return { status: response.status, body: await response.text(), noRetry };
  } catch {
    return { status: 0, body: "", noRetry: false };
  }
}
