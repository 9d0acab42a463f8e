import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type TelegramOptions, TelegramServer } from "./server.ts";
import type { Message, Update } from "./types.ts";

/** What a bot of a test answers to a webhook. `cut` closes the connection instead. */
export type WebhookAnswer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "cut";

export interface Hit {
  /** 1-based. */
  readonly n: number;
  readonly update: Update;
  readonly headers: IncomingHttpHeaders;
}

/** A bot for the tests of this folder: calls the API and receives the webhook. */
export class TestBot {
  readonly hits: Hit[] = [];
  /** Replace it to make the webhook fail or wait. */
  answer: (hit: Hit) => WebhookAnswer | Promise<WebhookAnswer> = () => ({ status: 200 });
  readonly #apiRoot: string;
  readonly #token: string;
  readonly #server: Server;

  constructor(apiRoot: string, token: string) {
    this.#apiRoot = apiRoot;
    this.#token = token;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const update: Update = JSON.parse(Buffer.concat(chunks).toString());
      const hit = { n: this.hits.length + 1, update, headers: request.headers };
      this.hits.push(hit);
      const answer = await this.answer(hit);
      if (answer === "cut") response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhook`;
  }

  /** Calls a method and returns the parsed answer. */
  async call<Result = Message>(
    method: string,
    parameters: object = {},
  ): Promise<ApiAnswer<Result>> {
    const response = await fetch(this.address(method), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(parameters),
    });
    const answer: Omit<ApiAnswer<Result>, "status"> = JSON.parse(await response.text());
    return { status: response.status, ...answer };
  }

  /** The messages of the webhook, in order. */
  messages(): Message[] {
    return this.hits.flatMap(({ update }) => ("message" in update ? [update.message] : []));
  }

  /** Fetches a file by the path that `getFile` gave. */
  download(path: string, token = this.#token): Promise<Response> {
    return fetch(`${this.#apiRoot}/file/bot${token}/${path}`);
  }

  address(method: string): string {
    return `${this.#apiRoot}/bot${this.#token}/${method}`;
  }

  /** What the webhook got, in order, in short. */
  texts(): string[] {
    return this.hits.map(({ update }) => {
      if ("message" in update) return textOf(update.message);
      if ("edited_message" in update) return `edit: ${textOf(update.edited_message)}`;
      if ("channel_post" in update) return `post: ${textOf(update.channel_post)}`;
      return "callback_query" in update ? `press: ${update.callback_query.data}` : "member";
    });
  }

  /** Makes the webhook wait with its answer to this text. */
  hold(text: string): { readonly arrived: Promise<void>; release(): void } {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.answer = async () => {
      if (this.texts().at(-1) === text) {
        arrived.resolve();
        await released.promise;
      }
      return { status: 200 };
    };
    return { arrived: arrived.promise, release: () => released.resolve() };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What a message says, or what it is when it says nothing. */
function textOf(message: Message): string {
  const { text, caption } = message;
  if (text !== undefined || caption !== undefined) return text ?? caption ?? "";
  const usual = ["message_id", "message_thread_id", "from", "sender_chat", "chat", "date"];
  const own = Object.keys(message).find(
    (name) => !usual.includes(name) && !/^(is|reply)_/.test(name),
  );
  return `<${own}>`;
}

/** The envelope of the Bot API, with the HTTP status; `Result` is what the method promises. */
export interface ApiAnswer<Result> {
  readonly status: number;
  readonly ok: boolean;
  readonly result: Result;
  readonly description?: string;
  readonly error_code?: number;
  readonly parameters?: object;
}

export interface World {
  readonly telegram: TelegramServer;
  readonly bot: TestBot;
  close(): Promise<void>;
}

/** A server and a bot; the webhook is set unless `webhook` is false. */
export async function world(
  options: Partial<TelegramOptions> & { webhook?: boolean } = {},
): Promise<World> {
  const { webhook = true, ...rest } = options;
  const token = "123456:TEST";
  const telegram = new TelegramServer({ token, username: "trunkline_bot", retryScale: 0, ...rest });
  const bot = new TestBot(await telegram.listen(), token);
  await bot.listen();
  if (webhook) await bot.call("setWebhook", { url: bot.url, secret_token: "s3cret" });
  return {
    telegram,
    bot,
    async close() {
      await telegram.close();
      await bot.close();
    },
  };
}
