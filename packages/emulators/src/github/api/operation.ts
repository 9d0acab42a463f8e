import type { Call } from "../../wire.ts";
import type { World } from "../acts/world.ts";
import type { Actor } from "../state/account.ts";
import type { Body } from "./body.ts";
import type { Limits } from "./limits.ts";

/** The values in braces of a path, decoded. */
export type Params = Readonly<Record<string, string>>;

export interface Context {
  readonly world: World;
  readonly limits: Limits;
  readonly actor: Actor;
  readonly params: Params;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly call: Call;
}

export interface Answer {
  readonly status: number;
  /** Absent: no body at all. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the REST API. */
export interface Operation {
  /** As it appears in the journal of the wire. */
  readonly name: string;
  /** `operationId` in GitHub's OpenAPI. */
  readonly id: string;
  readonly verb: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** As in GitHub's OpenAPI, with values in braces. */
  readonly path: string;
  /** Page below `https://docs.github.com/rest/`; every refusal names it. */
  readonly docs: string;
  /** With an App's own JWT, with a person's token, or with any token. */
  readonly as: "app" | "person" | "anybody";
  /** Counts as content-generating for the secondary limits. */
  readonly creates?: boolean;
  /** @throws GitHubRefusal */
  run(context: Context): Answer;
}
