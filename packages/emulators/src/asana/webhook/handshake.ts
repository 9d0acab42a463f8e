import { badRequest, type Refusal } from "../refusal.ts";
import { type AsanaPosted, post } from "./post.ts";

export interface Handshake {
  readonly target: string;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}

/** The test POST in the middle of `POST /webhooks`. @returns why it failed, or null */
export async function shakeHands(
  handshake: Handshake,
  onPosted: (posted: AsanaPosted) => void,
): Promise<Refusal | null> {
  const { target, secret, timeoutMs, stop } = handshake;
  const headers = { "x-hook-secret": secret };
  const posted = await post({ url: target, body: "{}", headers, timeoutMs, stop });
  onPosted(posted);
  // forum, of a target that cannot be reached.
  if (posted.kind === "failed") return unreachable();
  // AS-docs webhooks: "200 OK or 204 No Content". The wording is reported (asana_receiver).
  if (posted.status !== 200 && posted.status !== 204) {
    return badRequest(
      `The remote server which is intended to receive the webhook responded with an incorrect status code: ${posted.status}`,
    );
  }
  if (posted.headers["x-hook-secret"] !== secret) {
    return badRequest(
      "The remote server which is intended to receive the webhook did not respond with the handshake secret.",
    );
  }
  return null;
}

export function unreachable(): Refusal {
  return badRequest(
    "Could not complete activation handshake with target URL. Please ensure that the receiving server is accepting connections and supports SSL",
  );
}
