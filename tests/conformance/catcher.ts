import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Knock, KnockAnswer, Webhook } from "../../packages/transport/src/testing/kit.ts";

/** Takes what a platform posts to the bot, and keeps it until somebody asks. */
export class Catcher {
  /** What each delivery is answered. */
  status = 200;
  /** A handshake waits until an app has answered it; otherwise its secret is given back at once. */
  relays = false;
  /** Registrations that no app has asked for: their handshakes are answered here. */
  readonly own = new Set<string>();
  readonly #server: Server;
  readonly #knocks = new Map<
    string,
    { readonly knock: Knock; readonly response: ServerResponse }
  >();
  #caught: Webhook[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listen(): Promise<Catcher> {
    const server = createServer();
    const catcher = new Catcher(server);
    server.on("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const body = Buffer.concat(chunks).toString("utf8");
      const registration = request.url?.split("/")[2];
      const webhook = { headers, body, ...(registration ? { registration } : {}) };
      // A platform that chooses the secret wants to have it back.
      const secret = headers["x-hook-secret"];
      if (secret && catcher.relays && !catcher.own.has(registration ?? "")) {
        catcher.#knocks.set(secret, { knock: { ...webhook, id: secret }, response });
        return;
      }
      if (secret) {
        response.writeHead(200, { "x-hook-secret": secret }).end();
        return;
      }
      catcher.#caught.push(webhook);
      response.writeHead(catcher.status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return catcher;
  }

  /** @param registration - of a platform with one path for each */
  url(registration?: string): string {
    const path = registration === undefined ? "" : `/${registration}`;
    return `${this.origin}/webhook${path}`;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What waits for an answer. */
  knocks(): Knock[] {
    return [...this.#knocks.values()].map(({ knock }) => knock);
  }

  answer(id: string, { status, headers, body }: KnockAnswer): void {
    const waiting = this.#knocks.get(id);
    this.#knocks.delete(id);
    waiting?.response.writeHead(status, headers).end(body);
  }

  /** What came since this was last asked. */
  take(): Webhook[] {
    const caught = this.#caught;
    this.#caught = [];
    return caught;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
