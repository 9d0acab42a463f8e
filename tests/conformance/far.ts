import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Driver } from "../../packages/transport/src/testing/kit.ts";
import { answerDriver } from "../../packages/transport/src/testing/remote.ts";

/** Lets tests inside workerd command a driver that lives here, beside vitest. */
export class Far {
  readonly url: string;
  /** Ends it all with vitest. */
  readonly plugin: { readonly name: string; buildEnd(): Promise<void> };
  readonly #server: Server;

  private constructor(server: Server, others: readonly { close(): Promise<void> }[]) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/`;
    this.plugin = {
      name: "far",
      buildEnd: async () => {
        await Promise.all([this.#close(), ...others.map((one) => one.close())]);
      },
    };
  }

  /** @param others - what ends with it: the fake, and who listens for it */
  static async listen(driver: Driver, others: readonly { close(): Promise<void> }[]): Promise<Far> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      try {
        response.end(await answerDriver(driver, Buffer.concat(chunks).toString("utf8")));
      } catch (error) {
        response.writeHead(500).end(error instanceof Error ? error.message : String(error));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Far(server, others);
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
