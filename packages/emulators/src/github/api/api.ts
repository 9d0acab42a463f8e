import { createHash, randomUUID } from "node:crypto";
import type { Call, Platform, Reply } from "../../wire.ts";
import type { World } from "../acts/world.ts";
import type { Actor } from "../state/account.ts";
import { admit, authenticate } from "./authenticate.ts";
import { Body } from "./body.ts";
import type { Limits } from "./limits.ts";
import { acceptOf } from "./media.ts";
import type { Answer, Operation } from "./operation.ts";
import { GitHubRefusal, notFound } from "./refusal.ts";
import { Router } from "./router.ts";

/** Sees every call with its answer, for example to check both against a schema. */
export type Witness = (operation: Operation, call: Call, answer: Answer) => void;

const DOCS = "https://docs.github.com/rest";

/** GitHub's API as a wire sees it. */
export class Api implements Platform {
  readonly #world: World;
  readonly #limits: Limits;
  readonly #router: Router;
  readonly #byName: ReadonlyMap<string, Operation>;
  readonly #witness: Witness;

  constructor(
    world: World,
    limits: Limits,
    operations: readonly Operation[],
    witness: Witness = () => {},
  ) {
    this.#world = world;
    this.#limits = limits;
    this.#router = new Router(operations);
    this.#byName = new Map(operations.map((operation) => [operation.name, operation]));
    this.#witness = witness;
  }

  method({ verb, path }: { verb: string; path: string }): string {
    return this.#router.find(verb, path)?.operation.name ?? `${verb} ${path}`;
  }

  apply(call: Call): Reply {
    // GH-docs "User agent": plain text, before anything else.
    if (!call.headers["user-agent"]) return { status: 403, body: NO_AGENT };
    const operation = this.#byName.get(call.method);
    const docs = operation ? new URL(operation.docs, `${DOCS}/`).href : DOCS;
    const { answer, actor } = this.#answer(call, operation, docs);
    if (operation) this.#witness(operation, call, answer);
    return this.#reply(call, answer, actor, operation);
  }

  #answer(
    call: Call,
    operation: Operation | undefined,
    docs: string,
  ): { answer: Answer; actor: Actor | null } {
    let actor: Actor | null = null;
    try {
      if (!operation) throw notFound();
      actor = authenticate(this.#world.hub, call.headers.authorization);
      admit(actor, operation.as);
      // GH-oas rate-limit/get: asking does not count.
      if (operation.name !== "getRateLimit") this.#limits.take(actor, resourceOf(operation));
      acceptOf(call.headers.accept, operation.name);
      if (operation.creates) this.#limits.checkContent(actor);
      const answer = this.#run(call, operation, actor);
      if (operation.creates) this.#limits.countContent(actor);
      return { answer, actor };
    } catch (error) {
      if (!(error instanceof GitHubRefusal)) throw error;
      const { status, more, message } = error;
      if (operation?.name === "graphql" && more.graphql) {
        const errors = [{ type: more.graphql, message }];
        return { answer: { status: 200, body: { errors } }, actor };
      }
      return { answer: { status, body: error.body(docs), headers: more.headers ?? {} }, actor };
    }
  }

  #run(call: Call, operation: Operation, actor: Actor): Answer {
    return operation.run({
      world: this.#world,
      limits: this.#limits,
      actor,
      params: this.#router.params(operation, call.path),
      query: new URLSearchParams(call.path.split("?")[1] ?? ""),
      body: new Body(call),
      call,
    });
  }

  #reply(call: Call, answer: Answer, actor: Actor | null, operation?: Operation): Reply {
    const { status, body = "" } = answer;
    const headers = {
      "content-type": "application/json; charset=utf-8",
      date: new Date(this.#world.hub.now()).toUTCString(),
      "x-github-media-type": "github.v3; format=json",
      "x-github-request-id": randomUUID().slice(0, 23).toUpperCase(),
      ...(actor ? this.#limits.headers(actor, operation ? resourceOf(operation) : "core") : {}),
      ...answer.headers,
    };
    if (operation?.verb !== "GET" || status !== 200) return { status, body, headers };
    const etag = `W/"${createHash("sha256").update(JSON.stringify(body)).digest("hex")}"`;
    const known = call.headers["if-none-match"] === etag;
    return known
      ? { status: 304, body: "", headers: { ...headers, etag } }
      : { status, body, headers: { ...headers, etag } };
  }
}

function resourceOf({ name }: Operation): "core" | "graphql" {
  return name === "graphql" ? "graphql" : "core";
}

const NO_AGENT = `
Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.
`;
