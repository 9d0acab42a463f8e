import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AsanaEvent } from "./events.ts";
import { type AsanaOptions, AsanaServer } from "./server.ts";

/** What the app of a test answers to a delivery. `cut` closes the connection instead. */
export type HookAnswer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "cut";

export interface Hit {
  /** 1-based. */
  readonly n: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly events: readonly AsanaEvent[];
}

/** A record as far as tests look into it. */
export interface Shown {
  readonly gid: string;
  readonly text: string;
  readonly html_text: string;
  readonly is_edited: boolean;
  readonly download_url: string;
  readonly [name: string]: unknown;
}

export interface ApiAnswer<Data = Shown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data: Data;
    readonly errors: readonly { readonly message: string; readonly help: string }[];
    readonly next_page?: { readonly path: string; readonly uri: string } | null;
    readonly sync: string;
    readonly has_more: boolean;
    readonly "X-Hook-Secret": string;
  };
}

/** An app for the tests of this folder: calls the API and receives the webhooks. */
export class TestApp {
  /** Deliveries, without handshakes. */
  readonly hits: Hit[] = [];
  /** By path. */
  readonly secrets = new Map<string, string>();
  /** Replace it to make deliveries fail or wait. */
  answer: (hit: Hit) => HookAnswer | Promise<HookAnswer> = () => ({ status: 200 });
  /** Replace it to spoil the handshake. */
  shake: (secret: string) => HookAnswer | Promise<HookAnswer> = (secret) => ({
    status: 200,
    headers: { "X-Hook-Secret": secret },
  });
  readonly #apiUrl: string;
  readonly #token: string;
  readonly #server: Server;

  constructor(apiUrl: string, token: string) {
    this.#apiUrl = apiUrl;
    this.#token = token;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks).toString();
      const path = request.url ?? "";
      const { "x-hook-secret": secret } = request.headers;
      let answer: HookAnswer;
      if (typeof secret === "string") {
        this.secrets.set(path, secret);
        answer = await this.shake(secret);
      } else {
        const { events } = JSON.parse(raw);
        const hit = { n: this.hits.length + 1, path, headers: request.headers, raw, events };
        this.hits.push(hit);
        answer = await this.answer(hit);
      }
      if (answer === "cut") response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  target(path = "/hook"): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  get<Data = Shown>(path: string, token?: string): Promise<ApiAnswer<Data>> {
    return this.call<Data>("GET", path, undefined, token);
  }

  /** Any body that is not a string is sent as JSON. */
  async call<Data = Shown>(
    verb: string,
    path: string,
    body?: object | string,
    token: string | null = this.#token,
  ): Promise<ApiAnswer<Data>> {
    const headers = {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const sent = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const response = await fetch(`${this.#apiUrl}${path}`, {
      method: verb,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text) };
  }

  /** Puts `data` into its wrapper. */
  send(verb: "POST" | "PUT", path: string, data: object, token?: string): Promise<ApiAnswer> {
    return this.call(verb, path, { data }, token);
  }

  /** Subscribes, and waits for the first heartbeat. @returns the gid */
  async subscribe(asana: AsanaServer, resource: string, more: object = {}): Promise<string> {
    const data = { resource, target: this.target(), ...more };
    const made = await this.send("POST", "/webhooks", data);
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    await asana.idle();
    this.hits.length = 0;
    return made.body.data.gid;
  }

  /** Whether a delivery is signed with the secret of its path. */
  isSigned({ path, raw, headers }: Hit): boolean {
    const secret = this.secrets.get(path) ?? "";
    const expected = createHmac("sha256", secret).update(raw).digest("hex");
    return headers["x-hook-signature"] === expected;
  }

  /** What was delivered, in short: `story added`, `task changed assignee`. */
  told(): string[] {
    return this.hits.flatMap(({ events }) =>
      events.map(({ resource, action, change }) =>
        [resource.resource_type, action, change?.field].filter(Boolean).join(" "),
      ),
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface Office {
  readonly asana: AsanaServer;
  readonly app: TestApp;
  readonly apiUrl: string;
  close(): Promise<void>;
}

export const TOKEN = "2/1214/5678:test";

/** A server and an app. */
export async function office(options: Partial<AsanaOptions> = {}): Promise<Office> {
  const asana = new AsanaServer({ token: TOKEN, retryScale: 0, limits: null, ...options });
  const apiUrl = await asana.listen();
  const app = new TestApp(apiUrl, TOKEN);
  await app.listen();
  return {
    asana,
    app,
    apiUrl,
    async close() {
      await asana.close();
      await app.close();
    },
  };
}
