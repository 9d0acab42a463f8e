import { type Fault, type FaultKind, TransportError } from "../faults.ts";

/**
 * Asana's refusals by status (Asana, errors). 404 is an unknown id or one that we may not see: the message of
 * an edit is gone, and so is the task of a create.
 */
const STATUSES: Readonly<Record<number, readonly [kind: FaultKind, says: string]>> = {
  400: ["invalid", "invalid request"],
  401: ["unauthorized", "token refused, or the app is disabled in the workspace"],
  402: ["forbidden", "only on a paid plan"],
  403: ["forbidden", "no access"],
  404: ["gone", "not found, or not visible to us"],
  408: ["uncertain", "timed out"],
  412: ["invalid", "sync token too old"],
  413: ["too_long", "too large"],
  429: ["rate_limited", "too many requests"],
  451: ["forbidden", "blocked for legal reasons"],
};

/** What a 400 says; the first match wins. The wording is not documented, so the patterns are wide. */
const REFUSALS: readonly (readonly [RegExp, FaultKind, string])[] = [
  [/too (?:long|large|big)|exceeds|at most|maximum|limit of/i, "too_long", "too long"],
  [
    /\bxml\b|\bhtml|rich text|\btags?\b|attribute|well-formed/i,
    "rejected_markup",
    "markup refused",
  ],
];

/** Limits are counted by the minute, so a wait that is not told is one. */
const MINUTE = 60;

/** A refusal as the official client throws it. */
interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Maps what the client throws. Nothing that Asana answers is passed on but the lookup phrase of a 500: its
 * messages may quote what was sent.
 */
export function classifyAsana(error: unknown): Fault {
  if (error instanceof TransportError) return error.fault;
  const refusal = refusalOf(error);
  if (!refusal) {
    // A cut connection, a time-out, an answer that makes no sense: the call may have been applied.
    return { kind: "uncertain", message: "no answer from Asana" };
  }
  const { status, headers, body } = refusal;
  if (status >= 500 || status < 400) {
    return { kind: "uncertain", message: [status, phraseOf(body)].join(" ").trim() };
  }
  const [usual, words] = STATUSES[status] ?? ["invalid", "refused"];
  const said = status === 400 ? messageOf(body) : "";
  const [, kind, says] = REFUSALS.find(([pattern]) => pattern.test(said)) ?? ["", usual, words];
  const message = `${status} ${says}`;
  switch (kind) {
    case "rate_limited": {
      const after = Number(headers["retry-after"] ?? Number.NaN);
      const retryAfterSeconds = Number.isFinite(after) && after >= 0 ? after : MINUTE;
      // Limits hold for the token (Asana, rate limits).
      return { kind, message, retryAfterSeconds, scope: "account" };
    }
    case "unauthorized":
      return { kind, message, scope: "account" };
    default:
      return { kind, message };
  }
}

/** The status of a refusal; null: there was no answer. */
export function statusOf(error: unknown): number | null {
  return refusalOf(error)?.status ?? null;
}

/** The sync token that comes with a 412, where there is one. */
export function freshTokenOf(error: unknown): string | null {
  const refusal = refusalOf(error);
  if (refusal?.status !== 412) return null;
  const { sync } = recordOf(refusal.body);
  return typeof sync === "string" ? sync : null;
}

function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !("status" in error)) return null;
  const { status } = error;
  if (typeof status !== "number" || !Number.isInteger(status)) return null;
  const { headers, body } = recordOf("response" in error ? error.response : null);
  return { status, headers: recordOf(headers), body };
}

function messageOf(body: unknown): string {
  const { message } = firstOf(body);
  return typeof message === "string" ? message : "";
}

/** "6 sad squid snuggle softly": what Asana's support looks a failure up by. */
function phraseOf(body: unknown): string {
  const { phrase } = firstOf(body);
  return typeof phrase === "string" && /^[\w -]{1,80}$/.test(phrase) ? `(${phrase})` : "";
}

function firstOf(body: unknown): Record<string, unknown> {
  const { errors } = recordOf(body);
  return recordOf(Array.isArray(errors) ? errors[0] : null);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
