import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

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

interface Hold extends Selector {
  readonly moment: Moment;
  readonly arrive: (call: Call) => void;
  readonly released: Promise<"continue" | "drop">;
}

/** Names a call and applies it. Pure of transport: it never sees a socket. */
export interface Platform {
  method(request: { verb: string; path: string }): string;
  apply(call: Call): Reply | Promise<Reply>;
}

export class Wire {
  readonly calls: Call[] = [];
  readonly #platform: Platform;
  readonly #server: Server;
  readonly #listeners = new Set<(call: Call) => void>();
  #rules: { rule: FaultRule; left: number }[] = [];
  #holds: Hold[] = [];
  #port = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    this.#server.requestTimeout = 0;
  }

  /** Listens on loopback. @returns the origin, `http://127.0.0.1:PORT`. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.origin;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Stops listening: connections are refused until {@link accept}. */
  async refuse(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Listens again on the same port. */
  async accept(): Promise<void> {
    await this.listen(this.#port);
  }

  async close(): Promise<void> {
    this.clear();
    if (this.#server.listening) await this.refuse();
  }

  /** Adds a fault for the next matching call or calls. */
  fault(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  /** Holds the next matching call at a moment. */
  barrier(moment: Moment, selector: Selector = {}): Barrier {
    let arrive: (call: Call) => void = () => {};
    let release: (how: "continue" | "drop") => void = () => {};
    const hit = new Promise<Call>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<"continue" | "drop">((resolve) => {
      release = resolve;
    });
    const hold: Hold = { ...selector, moment, arrive, released };
    this.#holds.push(hold);
    return {
      hit,
      release: (how = "continue") => {
        this.#holds = this.#holds.filter((other) => other !== hold);
        release(how);
      },
    };
  }

  /** Called at every moment of every call; returns an unsubscribe function. */
  listener(fn: (call: Call) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** Removes every fault rule; barriers without a held call are removed too. */
  clear(): void {
    this.#rules = [];
    this.#holds = [];
  }

  async #reach(call: Call, moment: Moment): Promise<"continue" | "drop"> {
    call.moment = moment;
    for (const fn of this.#listeners) fn(call);
    const hold = this.#holds.find((h) => h.moment === moment && selects(h, call));
    if (!hold) return "continue";
    this.#holds = this.#holds.filter((other) => other !== hold);
    hold.arrive(call);
    return hold.released;
  }

  #takeFault(call: Call): Fault | null {
    this.#rules = this.#rules.filter(
      ({ rule, left }) => left > 0 && call.at <= (rule.until ?? call.at),
    );
    const entry = this.#rules.find(({ rule }) => selects(rule, call));
    if (!entry) return null;
    entry.left -= 1;
    call.fault = entry.rule.fault.kind;
    return entry.rule.fault;
  }

  /** @returns null when a barrier dropped the answer. */
  async #apply(call: Call): Promise<Reply | null> {
    const reply = await this.#platform.apply(call);
    call.applied = reply.status < 400;
    return (await this.#reach(call, "applied")) === "drop" ? null : reply;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await this.#read(request);
    const socket = response.socket;
    if ((await this.#reach(call, "arrived")) === "drop") {
      socket?.destroy();
      return;
    }
    const fault = this.#takeFault(call);
    switch (fault?.kind) {
      case "cut-before":
        socket?.destroy();
        return;
      case "late":
        socket?.destroy();
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        await this.#apply(call);
        return;
      case "timeout":
        if (fault.applied) await this.#apply(call);
        return;
      case "cut-after":
      case "reset": {
        const cut = await this.#apply(call);
        if (cut?.stream) await writeHalf(response, cut, cut.stream);
        if (fault.kind === "reset") socket?.resetAndDestroy();
        else socket?.destroy();
        return;
      }
      case "slow":
        await new Promise((resolve) => setTimeout(resolve, fault.ms));
        break;
      case "half-body":
      case "reply":
      case undefined:
        break;
    }
    const reply = fault?.kind === "reply" ? fault.reply : await this.#apply(call);
    if (!reply) {
      socket?.destroy();
      return;
    }
    if (fault?.kind === "half-body" && reply.stream) {
      await writeHalf(response, reply, reply.stream);
      socket?.destroy();
      return;
    }
    if (fault?.kind === "half-body") {
      const text = serialise(reply);
      response.writeHead(reply.status, { "content-length": String(Buffer.byteLength(text) + 1) });
      response.write(text.slice(0, Math.max(1, Math.floor(text.length / 2))), () =>
        socket?.destroy(),
      );
      return;
    }
    // A caller that left early has not been answered.
    if (!(await write(response, reply))) return;
    call.status = reply.status;
    await this.#reach(call, "answered");
  }

  async #read(request: IncomingMessage): Promise<Call> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString("utf8");
    const path = request.url ?? "/";
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const call: Call = {
      n: this.calls.length + 1,
      method: this.#platform.method({ verb: request.method ?? "GET", path }),
      path,
      headers,
      raw,
      body: parse(raw),
      at: Date.now(),
      moment: "none",
      applied: false,
      status: 0,
      fault: null,
    };
    this.calls.push(call);
    return call;
  }
}

function selects(selector: Selector, call: Call): boolean {
  if (selector.method !== undefined && selector.method !== call.method) return false;
  return selector.match?.(call) ?? true;
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

function serialise(reply: Reply): string {
  return typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
}

/** @returns whether the whole answer was written. */
async function write(response: ServerResponse, reply: Reply): Promise<boolean> {
  const type = typeof reply.body === "string" ? "text/plain" : "application/json";
  response.writeHead(reply.status, { "content-type": type, ...reply.headers });
  if (reply.stream) {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    await reply.stream((chunk) => writeChunk(response, chunk), gone.signal);
    return end(response);
  }
  return end(response, serialise(reply));
}

function end(response: ServerResponse, body?: string): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    response.once("close", () => resolve(response.writableFinished));
    response.end(body, () => resolve(response.writableFinished));
  });
}

/** Half of a streamed body; the caller then closes the connection. */
async function writeHalf(
  response: ServerResponse,
  reply: Reply,
  stream: NonNullable<Reply["stream"]>,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(reply.status, reply.headers);
  let left = Math.max(1, Math.floor((reply.chunks ?? 2) / 2));
  await stream(async (chunk) => {
    if (gone.signal.aborted) return;
    await writeChunk(response, chunk);
    left -= 1;
    if (left === 0) gone.abort();
  }, gone.signal);
}

function writeChunk(response: ServerResponse, chunk: string): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => response.write(chunk, () => resolve()));
}
