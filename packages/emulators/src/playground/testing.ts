import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelServer } from "../model/index.ts";
import { type World, world } from "../telegram/test-bot.ts";
import type { Batch, Post } from "./inspection.ts";
import type { RuntimePort, RuntimeView } from "./runtime.ts";
import { PlaygroundServer } from "./server.ts";
import type { Stage } from "./stage.ts";
import { TelegramStage } from "./telegram/stage.ts";
import type { View } from "./view.ts";

export const TOKEN = "operator";
export const TEAM = -1_001_000_000_007;

/** A process that only pretends. */
export class FakeRuntime implements RuntimePort {
  readonly #listeners = new Set<() => void>();
  #view: RuntimeView = { state: "up", pid: 4711, startedAt: 1, starts: 1 };

  view(): RuntimeView {
    return this.#view;
  }

  kill(): number | null {
    const { pid } = this.#view;
    if (pid !== null) this.become({ state: "down", pid: null });
    return pid;
  }

  become(change: Partial<RuntimeView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** A batch as the operator's API tells it, its columns still JSON. */
export function batchRow(change: Partial<Record<keyof Batch, unknown>> = {}) {
  return {
    ...{ id: "b1", state: "active", kind: "turn", attempt: 1, epoch: 1, held: true },
    ...{ failures: 0, stalls: 0, outages: 0, seq: 1, streamed: 0, ending: null, error: null },
    ...{ retry_at: null, route: null, usage: null, created_at: 2, started_at: 2, ended_at: null },
    said: [{ text: "hello", by: "Robin", at: 1 }],
    posts: [postRow()],
    ...change,
  };
}

export function postRow(change: Partial<Record<keyof Post, unknown>> = {}) {
  return {
    ...{ key: "b1:0", part: 0, role: "final", ref: '{"chat":"7","message":2}', shown: 0 },
    ...{ visible: 0, op: null, doubt_at: null, tries: 0, not_before: 0, plain: 0, muted: 0 },
    ...{ state: "open", error: null },
    ...change,
  };
}

/** An approval as it lies on the runtime's disk. */
export function approvalRow(change: object = {}) {
  const actor = '{"platform":"telegram","userName":"Robin"}';
  return {
    ...{ id: "a1", code: "ABCDEFGH", state: "pending", tool: "github_merge", title: "Merge #2" },
    ...{ target: "robin/harbour#2", actor, decided_by: null, outcome: null },
    ...{ created_at: 1, expires_at: 900, ...change },
  };
}

/** The operator's API, with a conversation that a test writes. */
export class FakeAdmin {
  conversation: object = { blockedUntil: 0, pending: [], batches: [] };
  /** Those of other places, by their names. */
  readonly others = new Map<string, object>();
  account: object = {
    blocked: [],
    pace: { perSecond: 30, nextAt: 0, minute: [] },
    references: { open: 0, dead: 0 },
  };
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    const { method, url, headers } = request;
    this.asked.push(`${method} ${url}`);
    if (headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end("{}");
    else if (method === "GET") response.end(JSON.stringify(this.#get(url ?? "")));
    else response.writeHead(url?.includes("/gone/") ? 409 : 200).end("{}");
  });

  #get(url: string): object {
    if (url === "/admin/account") return this.account;
    const [, name = ""] = /^\/admin\/conversations\/([^/?]+)/.exec(url) ?? [];
    return this.others.get(decodeURIComponent(name)) ?? this.conversation;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Theatre extends World {
  readonly url: string;
  readonly runtime: FakeRuntime;
  readonly admin: FakeAdmin;
  readonly page: PlaygroundServer;
  /** What lies on the runtime's disk, by full name of a conversation. */
  readonly disk: Map<string, unknown>;
  /** POST as the page does. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Robin (7) writes in private; for others name the place. */
  say(text: string, as?: number, place?: string): Promise<Response>;
  /** Reads views of a place until one is as wanted. */
  see(wanted: (view: View) => boolean, place?: string): Promise<View>;
}

/**
 * The page's server between a real emulator, a small bot, and a runtime that is not there.
 *
 * @param more - further platforms
 */
export async function theatre(
  model: ModelServer | null,
  more: readonly Stage[] = [],
): Promise<Theatre> {
  const { telegram, bot, close } = await world({ privacy: false });
  const robin = telegram.user({ id: 7, firstName: "Robin" });
  const mika = telegram.user({ id: 8, firstName: "Mika" });
  const members = [robin, mika] as const;
  const chat = telegram.group({ id: TEAM, title: "Team", type: "supergroup", members });
  const runtime = new FakeRuntime();
  const admin = new FakeAdmin();
  const stage = new TelegramStage({
    telegram,
    rooms: [
      { id: "robin", kind: "private", people: [robin] },
      { id: "team", kind: "group", chat, people: members },
    ],
    notes: new Map([[mika.id, "a stranger"]]),
  });
  const operator = { url: await admin.listen(), token: TOKEN };
  const others = more.map((one) => ({ stage: one, operator }));
  const stages = [{ stage, operator }, ...others] as const;
  const disk = new Map<string, unknown>();
  const books = { read: (conversation: string) => disk.get(conversation) ?? null };
  const page = new PlaygroundServer({ stages, model, runtime, books });
  const url = await page.listen(0);
  const post: Theatre["post"] = (path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return {
    ...{ telegram, bot, runtime, admin, page, disk, url, post },
    say: (text, as = 7, place = "robin") =>
      post(`/stage/telegram/${place}/say`, { as: String(as), text }),
    see: (wanted, place = "robin") =>
      readViews(`${url}/events?stage=telegram&place=${place}`, wanted),
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
        const data = /^data: (.*)$/m.exec(event)?.[1];
        const view: View = JSON.parse(data ?? "null");
        if (wanted(view)) return view;
      }
    }
  } finally {
    stop.abort();
  }
  throw new Error("the stream ended");
}
