import type { Reply } from "../wire.ts";

/** `ErrorType` in the SDK's `resources/shared.d.ts`, and `request_too_large` (API errors page, 413). */
export type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "billing_error"
  | "permission_error"
  | "not_found_error"
  | "request_too_large"
  | "rate_limit_error"
  | "timeout_error"
  | "api_error"
  | "overloaded_error";

/** An error answer of the API. The SDK warns that the words may change: match on status and type. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    type: ErrorType,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

/** A 400 in the API's form: the path of the field, a colon, what is wrong. */
export function invalid(message: string): Refusal {
  return new Refusal(400, "invalid_request_error", message);
}

/** `ErrorResponse` in the SDK's `resources/shared.d.ts`. */
export function errorBody(type: ErrorType, message: string, requestId: string): object {
  return { type: "error", error: { type, message }, request_id: requestId };
}

/** The refusal as an HTTP answer. */
export function refuse(refusal: Refusal, requestId: string): Reply {
  return {
    status: refusal.status,
    headers: { "request-id": requestId, ...refusal.headers },
    body: errorBody(refusal.type, refusal.message, requestId),
  };
}
