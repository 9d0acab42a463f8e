import { Ajv2019, type ErrorObject } from "ajv/dist/2019.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { Converter, idOf, isSchema } from "./convert.ts";
import { nameOf, type Schema, theSpec } from "./spec.ts";

/** @returns what does not fit, in one line each; nothing when all does */
export type Check = (value: unknown) => string[];

/** Compiles schemas of GitHub's description when they are first used. */
export class Validator {
  readonly #ajv: Ajv2019;
  readonly #converter: Converter;
  readonly #added = new Set<string>();
  readonly #checks = new Map<Schema, Check>();

  /** @param strict fields that are not described are violations too */
  constructor(strict: boolean) {
    this.#ajv = new Ajv2019({
      strict: false,
      allErrors: true,
      unicodeRegExp: false,
      inlineRefs: false,
      // Each is used a few times only.
      code: { optimize: false },
    });
    for (const [name, format] of Object.entries(fullFormats)) this.#ajv.addFormat(name, format);
    this.#converter = new Converter(theSpec().schemas, strict);
  }

  of(schema: Schema): Check {
    const known = this.#checks.get(schema);
    if (known) return known;
    const converted = this.#converter.value(schema);
    this.#add(converted);
    const validate = this.#ajv.compile(converted);
    const check: Check = (value) => (validate(value) ? [] : (validate.errors ?? []).map(describe));
    this.#checks.set(schema, check);
    return check;
  }

  /** Makes known what a schema refers to, and so on. */
  #add(schema: unknown): void {
    if (Array.isArray(schema)) for (const item of schema) this.#add(item);
    if (!isSchema(schema)) return;
    if (typeof schema.$ref === "string") this.#addComponent(nameOf(schema.$ref));
    for (const value of Object.values(schema)) this.#add(value);
  }

  #addComponent(name: string): void {
    if (this.#added.has(name)) return;
    this.#added.add(name);
    const component = theSpec().schemas[name];
    if (!component) throw new Error(`no schema ${name}`);
    const converted = this.#converter.part(component);
    this.#ajv.addSchema(converted, idOf(name));
    this.#add(converted);
  }
}

function describe({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "/"} ${message ?? ""} ${JSON.stringify(params)}`;
}
