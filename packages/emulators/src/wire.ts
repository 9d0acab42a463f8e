import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { halfStream, write, writeHalf } from "./wire-answer.ts";
import type {
  Barrier,
  Call,
  Fault,
  FaultRule,
  Moment,
  Platform,
  Reply,
  Selector,
} from "./wire-types.ts";

export type * from "./wire-types.ts";

interface Hold extends Selector {
  readonly moment: Moment;
  readonly arrive: (call: Call) => void;
  readonly released: Promise<"continue" | "drop">;
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
        // Of a stream the first half gets through.
        const cut = await this.#apply(call);
        if (cut?.stream) await halfStream(response, cut, cut.stream);
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
    if (fault?.kind === "half-body") {
      await writeHalf(response, reply);
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
