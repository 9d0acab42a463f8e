import type { Call, Platform, Reply } from "../wire.ts";
import { argsOf } from "./args.ts";
import { filePath, fileReply } from "./download.ts";
import type { Limits } from "./limits.ts";
import { findMethod } from "./methods/index.ts";
import type { Answer, Context } from "./methods/method.ts";
import { Refusal } from "./refusal.ts";

/** A parameter that the Bot API does not have. Telegram ignores those; a test should not. */
export interface UnknownParameter {
  readonly method: string;
  readonly parameter: string;
  /** Position of the call in the wire's journal. */
  readonly call: number;
}

/** The Bot API as a wire sees it: `/bot<token>/<method>`, and the files beside it. */
export class Api implements Platform {
  readonly unknownParameters: UnknownParameter[] = [];
  readonly #token: string;
  readonly #context: Context;
  readonly #limits: Limits;

  constructor(token: string, context: Context, limits: Limits) {
    this.#token = token;
    this.#context = context;
    this.#limits = limits;
  }

  method({ verb, path }: { verb: string; path: string }): string {
    if (filePath(path)) return "file";
    const name = route(path)?.method;
    return name === undefined ? `${verb} ${path}` : (findMethod(name)?.name ?? name);
  }

  apply(call: Call): Reply {
    try {
      const file = filePath(call.path);
      if (file) return fileReply(file, this.#token, this.#context.account.files);
      return { status: 200, body: { ok: true, ...this.#answer(call) } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, description, parameters } = error;
      const more = parameters ? { parameters } : {};
      return { status: code, body: { ok: false, error_code: code, description, ...more } };
    }
  }

  #answer(call: Call): Answer {
    const target = route(call.path);
    // TG-server ClientManager.cpp: no `<digits>:<secret>`, as api.telegram.org answers it.
    if (!target) throw new Refusal(404, "Not Found");
    // TG-server Client.cpp: a token that was revoked or never existed.
    if (target.token !== this.#token) throw new Refusal(401, "Unauthorized");
    const method = findMethod(target.method);
    // TG-server Client.cpp on_cmd: unknown method.
    if (!method) throw new Refusal(404, "Not Found");
    const args = argsOf(call);
    for (const parameter of args.names()) {
      if (method.parameters.includes(parameter) || parameter === "method") continue;
      this.unknownParameters.push({ method: method.name, parameter, call: call.n });
    }
    this.#limits.check(method.name, args.text("chat_id"));
    return method.run(this.#context, args);
  }
}

function route(path: string): { token: string; method: string } | null {
  const match = /^\/bot(\d+:[A-Za-z0-9_-]+)\/([^/?]+)\/?(?:\?|$)/.exec(path);
  const [, token, method] = match ?? [];
  return token === undefined || method === undefined ? null : { token, method };
}
