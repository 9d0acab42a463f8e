/** The kinds of failure that the core knows. Each platform's error table maps to one of them. */
export type FaultKind =
  /** Too fast: wait `retryAfterSeconds`. Nothing changed. */
  | "rate_limited"
  /** Failed, and certainly changed nothing. */
  | "transient"
  /** May have happened: cut connection, time-out, 5xx. */
  | "uncertain"
  /** The message that we act on is gone. */
  | "gone"
  /** The reply target or thread is gone: send without it. */
  | "bad_target"
  /** The conversation has a new address, see `to`. */
  | "moved"
  /** We may not write there: blocked, locked, kicked. For good. */
  | "forbidden"
  /** The credentials are refused: nothing of this account works. */
  | "unauthorized"
  /** The platform does not accept our markup: send the plain twin. */
  | "rejected_markup"
  /** Longer than the platform takes: split smaller. */
  | "too_long"
  /** Refused for another reason; the same call will fail again. */
  | "invalid";

/** A failure as plain data: it may be stored and logged, it never carries a secret or a `cause`. */
export interface Fault {
  readonly kind: FaultKind;
  /** One line, without secrets. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** What a wait applies to; default: the conversation. */
  readonly scope?: "conversation" | "chat" | "account";
  /** New address, with `moved`. */
  readonly to?: string;
}

/**
 * A failure on its way up. The vendor's error is never kept as `cause`: on workerd every failed fetch
 * carries `retryable: true`, which job runners read, also through `cause`, as a reason to keep a job
 * for ever.
 */
export class TransportError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.kind}: ${fault.message}`);
    this.name = "TransportError";
    this.fault = fault;
  }
}

/** One line of an unknown error, without a stack. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}

/** Faults after which no other call has an answer now either. */
const WAITING: ReadonlySet<FaultKind> = new Set(["rate_limited", "unauthorized"]);

/** Whether everybody of the account has to wait, whatever is asked for. */
export function holdsUp({ kind }: Pick<Fault, "kind">): boolean {
  return WAITING.has(kind);
}

/** Faults that say nothing about what was asked: the same call may succeed later. */
const PASSING: ReadonlySet<FaultKind> = new Set([
  "rate_limited",
  "transient",
  "uncertain",
  "unauthorized",
  "moved",
]);

/** Whether the same call may succeed later. */
export function passes({ kind }: Pick<Fault, "kind">): boolean {
  return PASSING.has(kind);
}
