/**
 * The wire between the system under test and an emulated platform: every call is journaled, may be
 * held at three moments by a barrier, and may suffer a fault.
 *
 * - `arrived`: the request is here, nothing has happened yet.
 * - `applied`: the platform's state has changed, the caller does not know it yet.
 * - `answered`: the response has been written in full.
 */
export type Moment = "arrived" | "applied" | "answered";

/** One HTTP call as the emulated platform saw it. */
export interface Call {
  /** 1-based position in the journal of this wire. */
  readonly n: number;
  /** What the platform calls it: `sendMessage`, `POST /v1/messages`. */
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The raw request body. */
  readonly raw: string;
  /** The body parsed as JSON, or `undefined`. */
  readonly body: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The last moment reached. */
  moment: Moment | "none";
  /** True once the platform's state changed (a refused call never is). */
  applied: boolean;
  /** HTTP status written, or 0 while open or cut. */
  status: number;
  /** The fault that this call suffered. */
  fault: Fault["kind"] | null;
}

/** What a platform answers. `stream` writes the response itself, after the status line. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialised as JSON unless a string. */
  readonly body?: unknown;
  /** Server-sent or chunked bodies: called with a writer, resolves when the body is complete. */
  readonly stream?: (write: (chunk: string) => Promise<void>, gone: AbortSignal) => Promise<void>;
  /** How often `stream` will write, if it knows: a fault that cuts it lets half of them through. */
  readonly chunks?: number;
}

/**
 * What goes wrong with a call. A streamed body is cut in its middle by `cut-after`, `reset` and
 * `half-body`.
 */
export type Fault =
  /** Connection closed, nothing applied. */
  | { readonly kind: "cut-before" }
  /** Applied, then the connection is closed without an answer. */
  | { readonly kind: "cut-after" }
  /** Applied, then TCP RST. */
  | { readonly kind: "reset" }
  /** Applied, full content-length announced, half of the body sent, closed. */
  | { readonly kind: "half-body" }
  /** Never answered; the connection stays open until the caller gives up. */
  | { readonly kind: "timeout"; readonly applied: boolean }
  /** Answered after a delay. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Connection closed at once, the call is applied `ms` later. */
  | { readonly kind: "late"; readonly ms: number }
  /** This answer is given instead of applying the call. */
  | { readonly kind: "reply"; readonly reply: Reply };

export interface Selector {
  /** Method name; absent: any. */
  readonly method?: string;
  readonly match?: (call: Call) => boolean;
}

export interface FaultRule extends Selector {
  readonly fault: Fault;
  /** How many calls suffer; default 1. */
  readonly times?: number;
  /** Epoch milliseconds after which the rule is gone. */
  readonly until?: number;
}

export interface Barrier {
  /** Resolves with the call that is now held. */
  readonly hit: Promise<Call>;
  /**
   * Lets the held call go on; without a held call it removes the barrier. `drop` closes the
   * connection instead: a call held on arrival is then never applied, as if it had been lost.
   */
  release(how?: "continue" | "drop"): void;
}

/** Names a call and applies it. Pure of transport: it never sees a socket. */
export interface Platform {
  method(request: { verb: string; path: string }): string;
  apply(call: Call): Reply | Promise<Reply>;
}
