import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { User } from "../telegram/index.ts";
import { type File, pageFiles } from "./files.ts";
import { refusal } from "./guard.ts";
import { HttpError, readJson, sendJson } from "./http.ts";
import { Operator, type OperatorOptions } from "./operator.ts";
import { ACTS } from "./routes.ts";
import type { RuntimePort } from "./runtime.ts";
import { Seat, type SeatOptions } from "./seat.ts";

export interface PlaygroundOptions extends Omit<SeatOptions, "operator"> {
  /** Who may sit in front of the page; the first one does unless a request says otherwise. */
  readonly people: readonly [User, ...User[]];
  readonly operator: OperatorOptions;
  /** Told of a bug of ours; the page only learns that there was one. */
  readonly onFault?: (error: unknown) => void;
}

const HEADERS = {
  "content-security-policy":
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/**
 * The server of the first page: a person chats with the bot through the emulated Telegram, and sees
 * what the system knows of the conversation.
 *
 * - `GET /` and its files; `GET /events?user=` pushes a {@link View}; `GET /versions?message=&user=`
 * - `POST /say`, `/edit`, `/press`, `/settle` (a dead letter), `/kill` (the runtime), see `routes.ts`
 *
 * @example
 * const page = new PlaygroundServer({ telegram, model, runtime, people: [robin], operator });
 * console.log(await page.listen(8787));
 */
export class PlaygroundServer {
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, File> = pageFiles();
  readonly #runtime: RuntimePort;
  readonly #seats: readonly Seat[];
  readonly #unsubscribe: readonly (() => void)[];
  #port = 0;

  constructor({ people, operator, onFault, ...options }: PlaygroundOptions) {
    const { telegram, model, runtime } = options;
    this.#runtime = runtime;
    const shared = { ...options, operator: new Operator(operator) };
    this.#seats = people.map((person) => new Seat(person, shared));
    const changed = () => {
      for (const seat of this.#seats) seat.changed();
    };
    this.#unsubscribe = [
      telegram.onChange(changed),
      telegram.wire.listener(changed),
      runtime.onChange(changed),
      ...(model ? [model.wire.listener(changed)] : []),
    ];
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        if (!(error instanceof HttpError)) onFault?.(error);
        fail(response, error);
      });
    });
  }

  /** Listens on loopback only. @param port - 0: any. @returns the address of the page */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("not on a port");
    this.#port = address.port;
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    for (const stop of this.#unsubscribe) stop();
    for (const seat of this.#seats) seat.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { method = "GET" } = request;
    const refused = refusal(method, request.headers, this.#port);
    if (refused) throw new HttpError(403, refused);
    const url = new URL(request.url ?? "/", "http://page");
    if (method === "GET") return this.#get(url, response);
    if (method !== "POST") throw new HttpError(405, "GET or POST");
    const act = Object.hasOwn(ACTS, url.pathname) ? ACTS[url.pathname] : undefined;
    if (!act) throw new HttpError(404, "there is nothing here");
    const room = { seat: (user?: number) => this.#seat(user), runtime: this.#runtime };
    const result: unknown = await act(room, await readJson(request));
    sendJson(response, 200, { ok: true, ...(typeof result === "object" ? result : {}) });
  }

  #get({ pathname, searchParams }: URL, response: ServerResponse): void {
    const number = (name: string) =>
      searchParams.has(name) ? Number(searchParams.get(name)) : undefined;
    const file = this.#files.get(pathname);
    if (file) response.writeHead(200, { "content-type": file.type }).end(file.content);
    else if (pathname === "/events") this.#seat(number("user")).watch(response);
    else if (pathname === "/versions") {
      sendJson(response, 200, this.#seat(number("user")).versions(number("message") ?? 0));
    } else throw new HttpError(404, "there is nothing here");
  }

  #seat(user?: number): Seat {
    const seat = this.#seats.find(({ person }) => user === undefined || person.id === user);
    if (!seat) throw new HttpError(404, "nobody of that id sits here");
    return seat;
  }
}

/** One line of JSON. What went wrong inside stays inside: it may name files. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof HttpError ? error : new HttpError(500, "that failed inside");
  sendJson(response, known.status, { error: known.message });
}
