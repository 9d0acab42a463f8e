/** What came of one POST to a webhook. */
export type AsanaPosted =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly reason: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** No whole answer. */
  | { readonly kind: "failed"; readonly error: string };

export interface Letter {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Gives up without a result that counts. */
  readonly stop: AbortSignal;
}

/** The only hosts the emulator connects to. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a redirect would be followed is not documented; it is not. */
export async function post({ url, body, headers, timeoutMs, stop }: Letter): Promise<AsanaPosted> {
  if (!isLoopback(new URL(url).hostname)) throw new Error(`not loopback: ${url}`);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json; charset=UTF-8", ...headers },
      redirect: "manual",
      signal: AbortSignal.any([timeout, stop]),
    });
    return {
      kind: "answered",
      status: response.status,
      reason: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    return { kind: "failed", error: timeout.aborted ? "Timed out" : wording(error) };
  }
}

function wording(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ECONNREFUSED") return "Connection refused";
  if (code === "ECONNRESET") return "Connection reset by peer";
  return "Connection closed";
}

export function isSuccess(posted: AsanaPosted): boolean {
  return posted.kind === "answered" && posted.status >= 200 && posted.status <= 299;
}

/** As `last_failure_content` tells it: "500 Server Error\n\nCould not complete the request". */
export function failureContent(posted: AsanaPosted): string {
  if (posted.kind === "failed") return posted.error;
  return `${posted.status} ${posted.reason}\n\n${posted.body}`;
}
