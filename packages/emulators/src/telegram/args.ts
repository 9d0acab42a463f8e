import type { Call } from "../wire.ts";
import { badRequest, notBuilt } from "./refusal.ts";

/**
 * The parameters of one call. As in the real server they are strings, whatever the encoding: the
 * query comes first, then the body, and a JSON body's non-strings count as their JSON text.
 */
export class Args {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  names(): string[] {
    return [...this.#values.keys()];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** "" when absent. */
  text(name: string): string {
    const value = this.#values.get(name) ?? "";
    // TDLib Requests.cpp clean_input_string: lone surrogates have no UTF-8 encoding.
    if (!value.isWellFormed()) throw badRequest("strings must be encoded in UTF-8");
    return value;
  }

  /** 0 when absent or not a number. TG-server Client.cpp get_integer_arg. */
  integer(name: string): number {
    const value = this.text(name).trim();
    return /^-?\d+$/.test(value) ? Number(value) : 0;
  }

  /** TG-server Client.cpp to_bool. */
  flag(name: string): boolean {
    return ["true", "yes", "1"].includes(this.text(name).trim().toLowerCase());
  }

  /** The parameter parsed as JSON; `undefined` when absent, empty, or not JSON. */
  json(name: string): unknown {
    try {
      return JSON.parse(this.text(name));
    } catch {
      return undefined;
    }
  }
}

/** Reads query and body. */
export function argsOf(call: Call): Args {
  const values = new Map<string, string>();
  const add = (name: string, value: string): void => {
    if (!values.has(name)) values.set(name, value);
  };
  const query = call.path.split("?")[1] ?? "";
  for (const [name, value] of new URLSearchParams(query)) add(name, value);
  const type = call.headers["content-type"] ?? "";
  if (call.raw === "") return new Args(values);
  if (type.startsWith("application/json")) {
    for (const [name, value] of Object.entries(jsonBody(call))) {
      add(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  } else if (type.startsWith("application/x-www-form-urlencoded")) {
    for (const [name, value] of new URLSearchParams(call.raw)) add(name, value);
  } else if (type.startsWith("multipart/form-data")) {
    throw notBuilt("multipart/form-data");
  }
  return new Args(values);
}

function jsonBody(call: Call): object {
  // TD HttpReader.cpp parse_json_parameters refuses anything but an object [wording unconfirmed].
  if (call.body === undefined) throw badRequest("can't parse JSON object");
  if (typeof call.body !== "object" || call.body === null || Array.isArray(call.body)) {
    throw badRequest("JSON object expected");
  }
  return call.body;
}
