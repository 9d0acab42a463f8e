import type { Call } from "../wire.ts";
import { Data, type DataFields } from "./data.ts";
import type { Person } from "./model.ts";
import { badRequest, missing, notBuilt } from "./refusal.ts";

/** One call as its route sees it. */
export interface ApiCall {
  readonly user: Person;
  /** From the path, by the names of the OpenAPI file. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly data: Data;
  /** Paths of `opt_fields` or `options.fields`; null when nobody asked. */
  readonly fields: readonly string[] | null;
  readonly isPretty: boolean;
  /** Without the query. */
  readonly path: string;
}

/** What stands beside `data` (AS-docs inputoutput-options). */
interface Body {
  readonly data: object;
  readonly options: ReadonlyMap<string, unknown>;
}

const EMPTY: Body = { data: {}, options: new Map() };

/** @throws Refusal */
export function readCall(
  call: Call,
  route: { readonly verb: string; readonly data?: DataFields },
  user: Person,
  params: Readonly<Record<string, string>>,
): ApiCall {
  const [path = "", queryText = ""] = call.path.split("?");
  const query = new URLSearchParams(queryText);
  if (query.has("opt_expand")) throw notBuilt("opt_expand");
  const takesData = route.verb === "POST" || route.verb === "PUT";
  const { data, options } = takesData ? readBody(call) : EMPTY;
  const asked = query.get("opt_fields")?.split(",") ?? listed(options.get("fields"));
  if (asked?.some((one) => /[(|]/.test(one))) throw notBuilt("groups in opt_fields");
  return {
    user,
    params,
    query,
    data: new Data(data, route.data),
    fields: asked,
    isPretty: query.get("opt_pretty") === "true" || options.get("pretty") === true,
    path,
  };
}

function readBody({ headers, raw, body }: Call): Body {
  const type = headers["content-type"] ?? "";
  // AS-docs inputoutput-options: forms are taken, too, with `opt_` options.
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) {
    throw notBuilt(`a body of ${type}`);
  }
  // stackoverflow 38211523. That another content type is no JSON to Asana is not confirmed.
  if (!type.startsWith("application/json") || (body === undefined && raw !== "")) {
    throw badRequest("Could not parse request data, invalid JSON");
  }
  if (raw === "") throw missing("data");
  if (!isObject(body)) throw badRequest("Could not parse request data, invalid JSON");
  const { data, options = {}, ...others } = body;
  const [stray] = Object.keys(others);
  // forum t/238695.
  if (stray !== undefined) {
    throw badRequest(
      `Unrecognized request field ${stray} . The only allowed keys at the top level are: data, options. Is it possible you did not wrap object properties in a data object?`,
    );
  }
  // AS-docs errors, "Missing input": that it says so of `data` as well is not confirmed.
  if (!isObject(data) || !isObject(options)) throw missing(isObject(data) ? "options" : "data");
  return { data, options: new Map(Object.entries(options)) };
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listed(value: unknown): string[] | null {
  if (typeof value === "string") return value.split(",");
  return Array.isArray(value) ? value.map(String) : null;
}
