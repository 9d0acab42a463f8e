import { isLoopback } from "./settings.ts";

/** What came of one POST to the webhook. */
export type Posted =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly reason: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** No whole answer; `error` in the words of `last_error_message`. */
  | { readonly kind: "failed"; readonly error: string };

export interface Letter {
  readonly url: string;
  readonly body: string;
  /** `null`: the header is not sent. */
  readonly secret: string | null;
  readonly timeoutMs: number;
  /** Gives up without a result that counts. */
  readonly stop: AbortSignal;
}

/** Posts as TG-server WebhookActor.cpp send_update does. Redirects are not followed (TG-faq). */
export async function post(letter: Letter): Promise<Posted> {
  if (!isLoopback(new URL(letter.url).hostname)) throw new Error(`not loopback: ${letter.url}`);
  const timeout = AbortSignal.timeout(letter.timeoutMs);
  try {
    const response = await fetch(letter.url, {
      method: "POST",
      body: letter.body,
      headers: {
        "content-type": "application/json",
        "accept-encoding": "gzip, deflate",
        ...(letter.secret === null ? {} : { "x-telegram-bot-api-secret-token": letter.secret }),
      },
      redirect: "manual",
      signal: AbortSignal.any([timeout, letter.stop]),
    });
    return {
      kind: "answered",
      status: response.status,
      reason: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    return { kind: "failed", error: timeout.aborted ? "Read timeout expired" : wording(error) };
  }
}

function wording(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ECONNREFUSED") return "Connection refused";
  if (code === "ECONNRESET") return "Connection reset by peer";
  return "Connection closed";
}
