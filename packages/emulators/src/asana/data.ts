import type { Person } from "./model.ts";
import { badRequest, missing, notAnId, notBuilt, wrongGidType } from "./refusal.ts";

/** What may stand in the `data` of a call. */
export interface DataFields {
  readonly writable: readonly string[];
  /** Fields of the record that this call does not take. */
  readonly readOnly?: readonly string[];
  /** Asana takes them, this emulator does not. */
  readonly unbuilt?: readonly string[];
}

const NO_FIELDS: DataFields = { writable: [] };

/** The `data` of a POST or PUT. Each reader returns `undefined` for what was not sent. */
export class Data {
  readonly #values: ReadonlyMap<string, unknown>;

  /** @throws Refusal 400 for a field that the call does not have */
  constructor(data: object, fields: DataFields = NO_FIELDS) {
    this.#values = new Map(Object.entries(data));
    for (const name of this.#values.keys()) {
      if (fields.writable.includes(name)) continue;
      if (fields.unbuilt?.includes(name)) throw notBuilt(name);
      // forum t/77626: "projects: Cannot write this property".
      if (fields.readOnly?.includes(name)) throw badRequest(`${name}: Cannot write this property`);
      // Stricter than Asana, which has been seen to leave such a field out in silence
      // (mcp-server-asana#28): a test should not. The words are those for a field beside `data`.
      throw badRequest(`Unrecognized request field ${name}`);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Null where null is sent. */
  text(name: string): string | null | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null || typeof value === "string") return value;
    throw badRequest(`${name}: Value is not a string: ${JSON.stringify(value)}`);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === null || value.trim() === "") throw missing(name);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw badRequest(`${name}: Value is not a boolean: ${JSON.stringify(value)}`);
  }

  /** One of a few words. */
  choice<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((one) => one === value);
    if (word === undefined) throw badRequest(`${name}: Value is not valid: ${value}`);
    return word;
  }

  gid(name: string): string | null | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return value;
    return asGid(name, value);
  }

  requiredGid(name: string): string {
    const value = this.gid(name);
    if (value === undefined || value === null) throw missing(name);
    return value;
  }

  /** stackoverflow 32514368: "projects: [0]: Not a recognized ID: ...". */
  gids(name: string): string[] | undefined {
    return this.list(name)?.map((value, n) => asGid(`${name}: [${n}]`, value));
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#values.get(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw badRequest(`${name}: Value is not an array: ${JSON.stringify(value)}`);
  }

  /** By gid, address or `me`. */
  person(name: string, find: (id: string) => Person | undefined): Person | null | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return value;
    return asPerson(name, value, find);
  }

  people(name: string, find: (id: string) => Person | undefined): Person[] | undefined {
    return this.list(name)?.map((value, n) => asPerson(`${name}: [${n}]`, value, find));
  }
}

function asGid(name: string, value: unknown): string {
  if (typeof value !== "string") throw wrongGidType(name, value);
  if (!isGid(value)) throw notAnId(name, value);
  return value;
}

function asPerson(name: string, value: unknown, find: (id: string) => Person | undefined): Person {
  if (typeof value !== "string") throw wrongGidType(name, value);
  const person = find(value);
  if (!person?.active) throw notAnId(name, value);
  return person;
}

export function isGid(value: string): boolean {
  return /^\d+$/.test(value);
}
