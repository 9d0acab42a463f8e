import type { Call } from "../../wire.ts";
import type { Json } from "../types.ts";
import { GitHubRefusal, invalidRequest } from "./refusal.ts";

/** The body of a call, read in GitHub's words for what is wrong with it. */
export class Body {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
    if (call.raw === "") return;
    // docs "Client errors". A lone surrogate has no UTF-8 encoding [unconfirmed for escaped ones].
    const isText = call.body !== undefined && isWellFormed(call.body);
    if (!isText) throw new GitHubRefusal(400, "Problems parsing JSON");
  }

  /** The fields. An absent body is read as none. */
  fields(): Json {
    const { raw, body } = this.#call;
    return raw === "" ? {} : asObject(body);
  }

  /** The fields, where the operation needs some. */
  required(): Json {
    return asObject(this.#call.raw === "" ? null : this.#call.body);
  }

  /** A string that must be there; it may be empty. */
  text(name: string): string {
    const value = this.required()[name];
    if (value === undefined) throw invalidRequest(`"${name}" wasn't supplied.`);
    return asText(name, value);
  }

  optionalText(name: string): string | undefined {
    const value = this.fields()[name];
    return value === undefined || value === null ? undefined : asText(name, value);
  }

  /** Strings, or objects with a name of the given field. */
  names(name: string, field: string): string[] | undefined {
    const value = this.fields()[name];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value)) {
      throw invalidRequest(`For 'properties/${name}', ${inspect(value)} is not an array.`);
    }
    return value.map((one: unknown) =>
      typeof one === "object" && one !== null && field in one
        ? String(Reflect.get(one, field))
        : asText(name, one),
    );
  }
}

function asObject(value: unknown): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  // What GitHub says of no body at all, and of a JSON string (adcontextprotocol/adcp#3478).
  throw invalidRequest(`For 'links/0/schema', ${inspect(value)} is not an object.`);
}

function asText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw invalidRequest(`For 'properties/${name}', ${inspect(value)} is not a string.`);
}

/** GitHub shows values as Ruby does. */
function inspect(value: unknown): string {
  return value === null ? "nil" : JSON.stringify(value);
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isWellFormed);
}
