import { Agent, request } from "node:http";
import { SECRET } from "./messages.ts";

/** Connections that a load keeps open. */
export const CONNECTIONS = 8;

/** Posts webhooks over kept connections, as Telegram does. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #url: URL;

  constructor(origin: string, path = "/webhook") {
    this.#url = new URL(path, origin);
  }

  /** @returns the status of the answer, once it is complete */
  post(body: string): Promise<number> {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-telegram-bot-api-secret-token": SECRET,
    };
    return new Promise((done, failed) => {
      const sent = request(this.#url, { method: "POST", agent: this.#agent, headers }, (answer) => {
        answer.resume();
        answer.on("end", () => done(answer.statusCode ?? 0));
        answer.on("error", failed);
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        // workerd closes a connection that was idle for 5 s; a request may just be under way.
        if (sent.reusedSocket && error.code === "ECONNRESET") this.post(body).then(done, failed);
        else failed(error);
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export interface Loaded {
  readonly seconds: number;
  /** Of each job, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Closed loop: each connection takes the next job when it is done with the one before. */
export async function closedLoop(
  connections: number,
  jobs: number,
  job: (index: number) => Promise<unknown>,
): Promise<Loaded> {
  const latencies: number[] = [];
  let next = 0;
  const from = performance.now();
  const connection = async () => {
    while (next < jobs) {
      const index = next;
      next += 1;
      const at = performance.now();
      await job(index);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return { seconds: (performance.now() - from) / 1000, latencies };
}

/** Open loop: a job begins each so many milliseconds, whatever became of those before. */
export async function openLoop(
  everyMs: number,
  jobs: number,
  job: (index: number) => Promise<unknown>,
): Promise<Loaded> {
  const latencies: number[] = [];
  const from = performance.now();
  const running = Array.from({ length: jobs }, async (_, index) => {
    await new Promise((done) => setTimeout(done, index * everyMs));
    const at = performance.now();
    await job(index);
    latencies.push(performance.now() - at);
  });
  await Promise.all(running);
  return { seconds: (performance.now() - from) / 1000, latencies };
}
