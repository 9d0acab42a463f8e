import type { Reply } from "../wire.ts";

/** Stands beside every message (recorded answers of 2025 and 2026, mcp-server-asana#28 among them). */
const HELP =
  "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors";

/** What Asana answers instead of data. The message is in the platform's own wording. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Beside `errors`: the fresh token of a 412. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.more = more;
  }
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, message);
}

/** AS-docs errors: "workspace: Missing input". */
export function missing(field: string): Refusal {
  return badRequest(`${field}: Missing input`);
}

/** forum t/19570: "workspace: Not a recognized ID: we". */
export function notAnId(field: string, value: string): Refusal {
  return badRequest(`${field}: Not a recognized ID: ${value}`);
}

/** Asana/python-asana#93: "column: Not a valid GID type: number". */
export function wrongGidType(field: string, value: unknown): Refusal {
  return badRequest(`${field}: Not a valid GID type: ${typeof value}`);
}

/** "task: Unknown object: 123", also of what was deleted. */
export function unknownObject(type: string, gid: string): Refusal {
  return new Refusal(404, `${type}: Unknown object: ${gid}`);
}

/** forum t/67666 and t/95502: "You do not have access to this task." */
export function noAccess(type: string): Refusal {
  return new Refusal(403, `You do not have access to this ${type}.`);
}

/** AS-docs rate-limits, for every limiter. */
export function tooManyRequests(retryAfterSeconds: number): Refusal {
  return new Refusal(
    429,
    "You've made too many requests and hit a rate limit. Please retry after the given amount of time.",
    {},
    { "retry-after": String(retryAfterSeconds) },
  );
}

/**
 * Asana can do it, this emulator cannot. Answered loudly, so that nobody mistakes a gap here for
 * behaviour of the platform.
 */
export function notBuilt(what: string): Refusal {
  return new Refusal(501, `Not built in the Asana emulator: ${what}`);
}

export function refusalReply({ status, message, more, headers }: Refusal): Reply {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: { errors: [{ message, help: HELP }], ...more },
  };
}

/**
 * An error answer as Asana writes it, for a fault of the wire.
 *
 * @param status 500 carries a phrase by which Asana's support finds the incident
 *
 * @example
 * asana.wire.fault({ method: "createStoryForTask", fault: { kind: "reply", reply: asanaFailure(500) } });
 */
export function asanaFailure(
  status: number,
  message = "Server Error",
  headers: Readonly<Record<string, string>> = {},
): Reply {
  // AS-docs errors: "6 sad squid snuggle softly" is the phrase of the reference.
  const phrase = status === 500 ? { phrase: "6 sad squid snuggle softly" } : {};
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: { errors: [{ message, help: HELP, ...phrase }] },
  };
}
