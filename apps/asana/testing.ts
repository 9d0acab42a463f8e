import { env } from "cloudflare:workers";
import type { AsanaEnv } from "./src/env.ts";
import { connect } from "./src/transport.ts";

// An Asana that says what a test has told it, see `vitest.config.ts`.

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Call {
  /** Method, path below the API's, query. */
  readonly call: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export const data = (value: unknown, more = {}): Answer => ({ body: { data: value, ...more } });
export const refused = (status: number, message = "no", headers = {}): Answer => ({
  ...{ status, headers, body: { errors: [{ message, help: "read the docs" }] } },
});

/** The one whose token it is. */
export const ME = { gid: "100", name: "Bot", workspaces: [{ gid: "3" }] };

let count = 0;

/**
 * @param answers - by method and path: one answer for good, or one after another
 * @param host - `asana.test` is the one of the Worker's own settings; otherwise it is one of its own
 */
export async function asanaSaying(
  answers: Record<string, Answer | Answer[]>,
  more: Partial<AsanaEnv> = {},
  host?: string,
) {
  count += 1;
  const name = host ?? `t${count}-${crypto.randomUUID().slice(0, 8)}.test`;
  const lists = Object.entries({ "GET /users/me": data(ME), ...answers }).map(([call, one]) => [
    call,
    Array.isArray(one) ? one : [one],
  ]);
  const url = `http://script.test/${name}`;
  await fetch(url, { method: "POST", body: JSON.stringify(Object.fromEntries(lists)) });
  const settings: AsanaEnv = { ...env, ASANA_API_URL: `http://${name}/api/1.0`, ...more };
  return {
    transport: connect(settings),
    calls: async () => (await fetch(url)).json<Call[]>(),
    /** Method and path of each call. */
    asked: async () =>
      (await (await fetch(url)).json<Call[]>()).map(({ call }) => call.replace(/\?.*/, "")),
  };
}

/** Asana's page of a list. */
export const page = (items: readonly unknown[], offset?: string): Answer =>
  data(items, { next_page: offset === undefined ? null : { offset, path: "/", uri: "https://x" } });
