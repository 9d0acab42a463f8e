import type { Call, Platform, Reply } from "../wire.ts";
import { type ApiCall, readCall } from "./call.ts";
import { isDownload } from "./downloads.ts";
import type { Limits } from "./limits.ts";
import type { Person } from "./model.ts";
import { paged } from "./page.ts";
import { Refusal, refusalReply } from "./refusal.ts";
import { fieldTree, type Resource } from "./resource.ts";
import { findRoute, routeOf } from "./routes/index.ts";
import type { Answer, Context, Route } from "./routes/route.ts";

/** Something in a query that means nothing here. Asana ignores it; a test should not. */
export interface UnknownName {
  /** As the call is named in the journal. */
  readonly method: string;
  /** `opt_fields=naem`, or the name of a parameter. */
  readonly name: string;
  /** Position of the call in the wire's journal. */
  readonly call: number;
}

const PAGING = ["limit", "offset"];
const OPTIONS = ["opt_fields", "opt_pretty"];

/** Asana's REST API as a wire sees it. Calls are named by the `operationId` of the OpenAPI file. */
export class Api implements Platform {
  readonly unknownNames: UnknownName[] = [];
  readonly #context: Context;
  readonly #limits: Limits;
  #stalled: Promise<void> | null = null;

  constructor(context: Context, limits: Limits) {
    this.#context = context;
    this.#limits = limits;
  }

  method({ verb, path }: { verb: string; path: string }): string {
    if (isDownload(path)) return "download";
    return findRoute(verb, path)?.route.name ?? `${verb} ${path.split("?")[0]}`;
  }

  /** Calls from now on are taken in and not worked on. @returns goes on */
  stall(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stalled = promise;
    return () => {
      if (this.#stalled === promise) this.#stalled = null;
      resolve();
    };
  }

  async apply(call: Call): Promise<Reply> {
    if (isDownload(call.path)) return this.#context.downloads.reply(call.path);
    try {
      return await this.#answer(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refusalReply(error);
    }
  }

  async #answer(call: Call): Promise<Reply> {
    const user = this.#authenticate(call);
    this.#limits.count(user);
    const found = routeOf(call);
    const isRead = found ? found.route.verb === "GET" : call.method.startsWith("GET ");
    return this.#limits.during(user, isRead, async () => {
      await this.#stalled;
      // Reported in these words of addresses that Asana does not have.
      if (!found) throw new Refusal(404, "No matching route for request");
      const { route, params } = found;
      const read = readCall(call, route, user, params);
      this.#noteParameters(route, read, call.n);
      const answer = await route.run(this.#context, read);
      return reply(answer, read, (name) => this.#note(route, name, call.n));
    });
  }

  #authenticate({ headers }: Call): Person {
    const [, token = ""] = /^Bearer (.+)$/i.exec(headers.authorization ?? "") ?? [];
    const user = this.#context.world.tokens.get(token);
    // AS-docs errors. No token, one that was revoked, or that of somebody who has left.
    if (!user?.active) throw new Refusal(401, "Not Authorized");
    return user;
  }

  #noteParameters(route: Route, { query }: ApiCall, n: number): void {
    const known = [...(route.query ?? []), ...PAGING, ...OPTIONS];
    for (const name of query.keys()) {
      if (!known.includes(name)) this.#note(route, name, n);
    }
  }

  #note(route: Route, name: string, call: number): void {
    this.unknownNames.push({ method: route.name, name, call });
  }
}

function reply(answer: Answer, call: ApiCall, unknown: (name: string) => void): Reply {
  const newAt = answer.kind === "one" ? answer.newAt : undefined;
  const body = bodyOf(answer, call, (path) => unknown(`opt_fields=${path}`));
  return {
    status: newAt === undefined ? 200 : 201,
    headers: {
      "content-type": "application/json; charset=UTF-8",
      // AS-docs errors, 201: "the API URL where the object can be retrieved".
      ...(newAt === undefined ? {} : { location: `/api/1.0${newAt}` }),
    },
    body: call.isPretty ? JSON.stringify(body, null, 2) : body,
  };
}

function bodyOf(
  answer: Answer,
  { fields, path, query }: ApiCall,
  unknown: (path: string) => void,
): object {
  const tree = fields && fieldTree(fields);
  const seen = new Set<string>();
  const once = (name: string) => {
    if (!seen.has(name)) unknown(name);
    seen.add(name);
  };
  const show = (one: Resource, rest: () => unknown) => (tree ? one.select(tree, once) : rest());
  switch (answer.kind) {
    case "one":
      return { data: show(answer.resource, () => answer.resource.full()), ...answer.more };
    case "list": {
      const { items, next } = paged(answer.resources, path, query);
      const data = items.map((one) => show(one, () => one.compact()));
      return next === undefined ? { data } : { data, next_page: next };
    }
    case "batch":
      return { data: answer.resources.map((one) => show(one, () => one.full())), ...answer.more };
    case "empty":
      return { data: {} };
    default:
      return answer satisfies never;
  }
}
