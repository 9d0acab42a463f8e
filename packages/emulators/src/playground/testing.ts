import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelServer } from "../model/index.ts";
import { type World, world } from "../telegram/test-bot.ts";
import type { RuntimePort, RuntimeView } from "./runtime.ts";
import { PlaygroundServer } from "./server.ts";
import type { View } from "./view.ts";

export const PERSON = { id: 7, firstName: "Robin" };
export const TOKEN = "operator";

/** A process that only pretends. */
export class FakeRuntime implements RuntimePort {
  readonly #listeners = new Set<() => void>();
  #view: RuntimeView = { state: "up", pid: 4711, startedAt: 1, starts: 1 };

  view(): RuntimeView {
    return this.#view;
  }

  kill(): number | null {
    const { pid } = this.#view;
    this.#view = { ...this.#view, state: "down", pid: null };
    for (const listener of this.#listeners) listener();
    return pid;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The operator's API, with a conversation that a test writes. */
export class FakeAdmin {
  conversation: object = { blockedUntil: 0, pending: [], batches: [] };
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    const { method, url, headers } = request;
    this.asked.push(`${method} ${url}`);
    if (headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end("{}");
    else if (method === "GET") response.end(JSON.stringify(this.conversation));
    else response.writeHead(url?.includes("/gone/") ? 409 : 200).end("{}");
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Stage extends World {
  readonly url: string;
  readonly runtime: FakeRuntime;
  readonly admin: FakeAdmin;
  /** POST as the page does. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Reads views until one is as wanted. */
  see(wanted: (view: View) => boolean): Promise<View>;
}

/** The page's server between a real emulator, a small bot, and a runtime that is not there. */
export async function stage(model: ModelServer | null): Promise<Stage> {
  const { telegram, bot, close } = await world();
  const runtime = new FakeRuntime();
  const admin = new FakeAdmin();
  const page = new PlaygroundServer({
    telegram,
    model,
    runtime,
    people: [telegram.user(PERSON)],
    operator: { url: await admin.listen(), token: TOKEN },
  });
  const url = await page.listen(0);
  return {
    telegram,
    bot,
    runtime,
    admin,
    url,
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: url, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    see: (wanted) => readViews(`${url}/events`, wanted),
    close: async () => {
      await page.close();
      await admin.close();
      await close();
    },
  };
}

async function readViews(url: string, wanted: (view: View) => boolean): Promise<View> {
  const stop = new AbortController();
  const { body } = await fetch(url, { signal: stop.signal });
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString("utf8");
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const view: View = JSON.parse(event.replace(/^data: /, ""));
        if (wanted(view)) return view;
      }
    }
  } finally {
    stop.abort();
  }
  throw new Error("the stream ended");
}
