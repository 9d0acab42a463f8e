import { createSign } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { GitHubApp, GitHubInstallation } from "./scene/apps.ts";
import type { GitHubRepository } from "./scene/base.ts";
import { type GitHubOptions, GitHubServer } from "./server.ts";
import type { GitHubUser, Json } from "./types.ts";
import type { Told } from "./webhook/delivery.ts";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, or the text itself. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly token?: string | null;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API as a client does, without following redirects. */
export async function call(
  origin: string,
  route: string,
  { token, body, raw, headers }: CallOptions = {},
): Promise<ApiAnswer> {
  const [verb = "GET", path = "/"] = route.split(" ");
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(path.startsWith("http") ? path : origin + path, {
    method: verb,
    redirect: "manual",
    headers: {
      accept: "application/vnd.github+json",
      "user-agent": "test",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(sent === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const isJson = type.startsWith("application/json") && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

/** An App's own token. */
export function jwt(privateKey: string, claims: Json): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

export interface Hit {
  readonly event: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly payload: Payload;
}

/** What tests look at in an event. */
export interface Payload {
  readonly action?: string;
  readonly [field: string]: unknown;
}

/** A receiver of webhooks. */
export class Receiver {
  readonly hits: Hit[] = [];
  /** Replace it to make the webhook fail or wait. */
  answer: (hit: Hit) => number | Promise<number> = () => 200;
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks).toString("utf8");
      const json = raw.startsWith("payload=") ? new URLSearchParams(raw).get("payload") : raw;
      const hit = {
        event: String(request.headers["x-github-event"]),
        headers: request.headers,
        raw,
        payload: JSON.parse(json ?? "{}"),
      };
      this.hits.push(hit);
      response.writeHead(await this.answer(hit)).end();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhook`;
  }

  /** `issue_comment.created` and so on, in order. */
  names(): string[] {
    return this.hits.map(({ event, payload }) =>
      payload.action === undefined ? event : `${event}.${payload.action}`,
    );
  }

  /** The last event, or the last of a name. */
  last(event?: string): Payload {
    const hit = this.hits.findLast((one) => event === undefined || one.event === event);
    if (!hit) throw new Error(`no ${event ?? "event"} arrived`);
    return hit.payload;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What the App was told; deliveries may arrive in any order. */
export async function toldOf({ delivered }: Pick<Told, "delivered">): Promise<Json> {
  const [delivery] = await delivered;
  if (!delivery) throw new Error("nobody was told");
  return delivery.payload;
}

export const SECRET = "webhook secret";

/** An organization with a private repository, its people, and an App that is installed there. */
export interface Place {
  readonly github: GitHubServer;
  readonly receiver: Receiver;
  /** Organization. */
  readonly acme: GitHubUser;
  /** May write. */
  readonly tess: GitHubUser;
  /** May nothing. */
  readonly rob: GitHubUser;
  readonly app: GitHubApp;
  readonly installation: GitHubInstallation;
  readonly repo: GitHubRepository;
  /** Of the installation. */
  readonly token: string;
  /** With the installation's token unless told otherwise. */
  call(route: string, body?: unknown, options?: CallOptions): Promise<ApiAnswer>;
  /** With a JWT of the App. */
  asApp(route: string, body?: unknown, claims?: Json): Promise<ApiAnswer>;
  close(): Promise<void>;
}

export async function place(
  options: GitHubOptions & { readonly private?: boolean } = {},
): Promise<Place> {
  const github = new GitHubServer(options);
  const origin = await github.listen();
  const receiver = new Receiver();
  const url = await receiver.listen();
  const now = options.now ?? Date.now;
  const tess = github.user({ login: "tess", id: 101 });
  const rob = github.user({ login: "rob", id: 102 });
  const acme = github.organization({ login: "acme", id: 200, owners: [] });
  const app = github.app({
    slug: "trunkline",
    id: 55,
    botId: 5500,
    owner: acme,
    webhook: { url, secret: SECRET },
  });
  const repo = github.repository({
    owner: acme,
    name: "shop",
    id: 700,
    private: options.private ?? true,
    people: [[tess, "write"]],
  });
  const installation = github.install(app, { account: acme, by: tess, repositories: [repo] });
  await github.idle();
  receiver.hits.length = 0;
  const key = github.privateKey();
  const asApp = (route: string, body?: unknown, claims: Json = {}): Promise<ApiAnswer> => {
    const at = Math.floor(now() / 1000);
    const token = jwt(key, { iss: app.id, iat: at - 60, exp: at + 300, ...claims });
    return call(origin, route, { token, body });
  };
  const made = await asApp(`POST /app/installations/${installation.id}/access_tokens`);
  const token = textAt(made.body, "token");
  return {
    github,
    receiver,
    acme,
    tess,
    rob,
    app,
    installation,
    repo,
    token,
    call: (route, body, more) => call(origin, route, { token, body, ...more }),
    asApp,
    async close() {
      await github.close();
      await receiver.close();
    },
  };
}

/** A field of an answer, as text. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  return String(at(value, ...path));
}

export function numberAt(value: unknown, ...path: (string | number)[]): number {
  return Number(at(value, ...path));
}

export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => {
    if (typeof found !== "object" || found === null) throw new Error(`no ${path.join(".")}`);
    return Reflect.get(found, key);
  }, value);
}
