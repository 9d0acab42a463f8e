import type { MessageRef } from "@trunkline/transport";
import * as z from "zod/mini";

/**
 * A refusal of Slack's. Almost all of them are HTTP 200 with `ok: false` and one word; only "too fast" and
 * failures of Slack's own have a status (docs.slack.dev, Web API, evaluating responses).
 */
export class SlackRefusal extends Error {
  readonly method: string;
  readonly status: number;
  /** Slack's word, as `channel_not_found`; empty when it was not Slack's JSON. */
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(method: string, status: number, code: string, retryAfterSeconds: number | null) {
    super(`${method}: ${status} ${code}`.trim());
    this.name = "SlackRefusal";
    this.method = method;
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const Answer = z.object({
  ok: z.boolean(),
  error: z.optional(z.string()),
  ts: z.optional(z.string()),
  user_id: z.optional(z.string()),
  user: z.optional(z.string()),
});
export type Answer = z.infer<typeof Answer>;

/** What Slack has answered. @throws SlackRefusal when it is none */
export async function answered(method: string, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const parsed = Answer.safeParse(await response.json().catch(() => null));
  if (status === 200 && parsed.success && parsed.data.ok) return parsed.data;
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  const said = parsed.success ? (parsed.data.error ?? "") : "";
  // One word: anything else is not Slack's, and might quote what was sent.
  const code = /^[a-z_]{1,80}$/.test(said) ? said : "";
  throw new SlackRefusal(method, status, code, Number.isFinite(after) ? after : null);
}

/** Where the message is that was sent. @throws SlackRefusal when Slack does not say: it may be there */
export function posted(channel: string, { ts }: Answer): MessageRef {
  if (ts === undefined) throw new SlackRefusal("chat.postMessage", 200, "", null);
  return { channel, ts };
}

/** Awaits a call; some refusals say that nothing is left to do, which is success. */
export async function done(call: Promise<unknown>, settled: readonly string[]): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof SlackRefusal && settled.includes(error.code))) throw error;
  });
}
