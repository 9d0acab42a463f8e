import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ModelServer } from "../model/index.ts";
import type { Books } from "./books.ts";
import type { Fault } from "./faults/fault.ts";
import { killFaults } from "./faults/kill.ts";
import { modelFaults } from "./faults/model.ts";
import { type File, pageFiles } from "./files.ts";
import { refusal } from "./guard.ts";
import { HttpError, readJson, sendJson } from "./http.ts";
import { Operator, type OperatorOptions } from "./operator.ts";
import { ofAPlace, perform, type Room } from "./routes.ts";
import type { RuntimePort } from "./runtime.ts";
import { Seat } from "./seat.ts";
import type { Deeds, Stage } from "./stage.ts";
import { type Death, follow } from "./story.ts";

/** A platform that runs, and its app's operator API. */
export interface Running {
  readonly stage: Stage;
  readonly operator: OperatorOptions;
}

export interface PlaygroundOptions {
  /** A tab each; the first one is shown at first. */
  readonly stages: readonly [Running, ...Running[]];
  /** The offline model; null: the runtime talks to the real one. */
  readonly model: ModelServer | null;
  readonly runtime: RuntimePort;
  /** What lies on its disk; absent: approvals, plans and replies are not shown. */
  readonly books?: Books;
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
 * The server of the playground: people talk to the bot on the emulated platforms, and see what the
 * system knows of it.
 *
 * - `GET /` and its files; `GET /events?stage=&place=` pushes a {@link View}
 * - `GET /stage/<stage>/<place>/<what>`: more on demand
 * - `POST /stage/<stage>/<place>/say` or what else its people do; `/settle` (a dead letter), `/fault`,
 *   `/kill` (the runtime), see `routes.ts`
 *
 * @example
 * const page = new PlaygroundServer({ stages: [{ stage, operator }], model, runtime });
 * console.log(await page.listen(8787));
 */
export class PlaygroundServer {
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, File> = pageFiles();
  readonly #options: PlaygroundOptions;
  readonly #operators = new Map<string, Operator>();
  readonly #seats = new Map<string, Seat>();
  /** Those of no platform. */
  readonly #commonFaults: readonly Fault[];
  readonly #deeds: readonly Deeds[];
  readonly #unsubscribe: readonly (() => void)[];
  readonly #since = Date.now();
  #deaths: readonly Death[] = [];
  #port = 0;

  constructor(options: PlaygroundOptions) {
    const { stages, model, runtime, onFault } = options;
    this.#options = options;
    this.#deeds = stages.flatMap(({ stage }) => stage.deeds ?? []);
    const kills = this.#deeds.length > 0 ? killFaults(runtime, this.#deeds) : [];
    this.#commonFaults = [...kills, ...(model ? modelFaults(model) : [])];
    let was = runtime.view();
    const moved = () => {
      this.#deaths = follow(this.#deaths, was, runtime.view(), Date.now());
      was = runtime.view();
      this.#changed();
    };
    for (const { stage, operator } of stages) {
      this.#operators.set(stage.name, new Operator(operator));
    }
    this.#unsubscribe = [
      ...stages.map(({ stage }) => stage.feed(() => this.#changed())),
      runtime.onChange(moved),
      ...(model ? [model.wire.listener(() => this.#changed())] : []),
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

  /** Says goodbye to whoever looks. Nothing is shown any more. */
  end(): void {
    for (const stop of this.#unsubscribe) stop();
    for (const seat of this.#seats.values()) seat.close();
  }

  async close(): Promise<void> {
    this.end();
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
    const result = await perform(this.#room(), url.pathname, await readJson(request));
    sendJson(response, 200, { ok: true, ...result });
  }

  #get({ pathname, searchParams }: URL, response: ServerResponse): void {
    const file = this.#files.get(pathname);
    if (file) {
      response.writeHead(200, { "content-type": file.type }).end(file.content);
      return;
    }
    if (pathname === "/events") {
      const [first] = this.#options.stages;
      const stage = searchParams.get("stage") ?? first.stage.name;
      const place = searchParams.get("place") ?? this.#stage(stage).places()[0].id;
      this.#seat(stage, place).watch(response);
      return;
    }
    const wanted = ofAPlace(pathname);
    if (!wanted) throw new HttpError(404, "there is nothing here");
    this.#seat(wanted.stage, wanted.place);
    const found = this.#stage(wanted.stage).find(wanted.place, wanted.what, searchParams);
    if (!found) throw new HttpError(404, "there is no such thing");
    if ("json" in found) sendJson(response, 200, found.json);
    else response.writeHead(200, { "content-type": found.type }).end(found.bytes);
  }

  #room(): Room {
    return {
      stage: (name) => this.#stage(name),
      seat: (stage, place) => this.#seat(stage, place),
      fault: (id) => this.#fault(id),
      changed: () => this.#changed(),
      runtime: this.#options.runtime,
    };
  }

  #changed(): void {
    for (const seat of this.#seats.values()) seat.changed();
  }

  #stage(name: string): Stage {
    const running = this.#options.stages.find(({ stage }) => stage.name === name);
    if (!running) throw new HttpError(404, "that platform does not run");
    return running.stage;
  }

  #fault(id: string): Fault {
    const all = [
      ...this.#commonFaults,
      ...this.#options.stages.flatMap(({ stage }) => stage.faults),
    ];
    const fault = all.find((one) => one.id === id);
    if (!fault) throw new HttpError(404, "there is no such fault");
    return fault;
  }

  /** Made when somebody sits down. */
  #seat(stageName: string, place: string): Seat {
    const stage = this.#stage(stageName);
    const operator = this.#operators.get(stageName);
    if (!operator || !stage.places().some(({ id }) => id === place)) {
      throw new HttpError(404, "there is no such place");
    }
    const name = `${stageName}/${place}`;
    const { model, runtime, stages, books = null } = this.#options;
    const seat =
      this.#seats.get(name) ??
      new Seat(place, {
        ...{ stage, operator, model, runtime, since: this.#since },
        stages: () =>
          stages.map(({ stage: one }) => ({
            name: one.name,
            title: one.title,
            page: one.page ?? one.name,
            places: one.places(),
          })),
        deaths: () => this.#deaths,
        ...{ books, deeds: this.#deeds },
        faults: [...stage.faults, ...this.#commonFaults],
        elsewhere: () =>
          [...this.#seats].flatMap(([other, one]) =>
            other === name ? [] : (one.interrupted() ?? []),
          ),
        onStory: () => {
          for (const one of this.#seats.values()) one.show();
        },
      });
    this.#seats.set(name, seat);
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
