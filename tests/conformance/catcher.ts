import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Webhook } from "../../packages/transport/src/testing/kit.ts";

/** Takes what a platform posts to the bot, and keeps it until somebody asks. */
export class Catcher {
  /** What each delivery is answered. */
  status = 200;
  readonly #server: Server;
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
      // A platform that chooses the secret wants to have it back.
      const secret = headers["x-hook-secret"];
      if (secret) {
        response.writeHead(200, { "x-hook-secret": secret }).end();
        return;
      }
      const body = Buffer.concat(chunks).toString("utf8");
      const registration = request.url?.split("/")[2];
      catcher.#caught.push({ headers, body, ...(registration ? { registration } : {}) });
      response.writeHead(catcher.status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return catcher;
  }

  /** @param registration - of a platform with one path for each */
  url(registration?: string): string {
    const { port } = this.#server.address() as AddressInfo;
    const path = registration === undefined ? "" : `/${registration}`;
    return `http://127.0.0.1:${port}/webhook${path}`;
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
