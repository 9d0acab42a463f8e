import type { ResponseParameters } from "./types.ts";

/** What the Bot API answers instead of a result. `description` is the platform's own wording. */
export class Refusal extends Error {
  readonly code: number;
  readonly description: string;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(`${code} ${description}`);
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

/** 400: the prefix is added here, as TG-server Client.cpp fail_query_with_error does. */
export function badRequest(what: string): Refusal {
  return new Refusal(400, `Bad Request: ${what}`);
}

/** 403, with the same prefix rule. */
export function forbidden(what: string): Refusal {
  return new Refusal(403, `Forbidden: ${what}`);
}

/** 429. TG-server Query.cpp set_retry_after_error: the seconds stand in the text and the body. */
export function tooManyRequests(retryAfterSeconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}

/**
 * Telegram can do it, this emulator cannot. Answered loudly, so that nobody mistakes a gap here
 * for behaviour of the platform.
 */
export function notBuilt(what: string): Refusal {
  return new Refusal(501, `Not built in the Telegram emulator: ${what}`);
}
