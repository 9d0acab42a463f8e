import { createHmac } from "node:crypto";

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Gives up without a result that counts. */
  readonly stop: AbortSignal;
}

/** What GitHub's delivery log says of one POST. */
export interface Outcome {
  readonly status: string;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `sha256=<hex>` over the bytes that are sent (platforms.md 2.1). */
export function signature(secret: string, body: string, algorithm: "sha1" | "sha256"): string {
  return `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
}

export function isLoopback(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/** Posts once. Redirects are not followed; any 2xx counts. */
export async function post(letter: Letter): Promise<Outcome> {
  const timeout = AbortSignal.timeout(letter.timeoutMs);
  try {
    const response = await fetch(letter.url, {
      method: "POST",
      headers: letter.headers,
      body: letter.body,
      redirect: "manual",
      signal: AbortSignal.any([timeout, letter.stop]),
    });
    const body = await response.text();
    const headers = Object.fromEntries(response.headers);
    const status = response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`;
    return { status, code: response.status, headers, body };
  } catch {
    // The words of the delivery log [codes unconfirmed].
    return timeout.aborted
      ? { status: "timed out", code: 504, headers: {}, body: "" }
      : { status: "failed to connect to host", code: 502, headers: {}, body: "" };
  }
}
