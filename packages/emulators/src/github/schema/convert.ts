import { nameOf, type Schema } from "./spec.ts";

/** Formats that say something about a string; `int64` and others are left to the types. */
const FORMATS = ["uri", "uri-template", "date-time", "email"];
const KEPT = [
  "required",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "pattern",
  "uniqueItems",
  "minProperties",
  "maxProperties",
];
const BRANCHES = ["allOf", "anyOf", "oneOf"];

/**
 * OpenAPI 3.0 to JSON Schema 2019-09.
 *
 * In `strict` a value may have no field that its schema does not name: this is how a field that was
 * made up is found. An object without any named field is open.
 */
export class Converter {
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #strict: boolean;

  constructor(schemas: Readonly<Record<string, Schema>>, strict: boolean) {
    this.#schemas = schemas;
    this.#strict = strict;
  }

  /** Of a whole value: the body of an answer, a property, an item. */
  value(schema: Schema): Schema {
    const converted = this.part(schema);
    return this.#strict && !this.#isOpen(schema)
      ? { ...converted, unevaluatedProperties: false }
      : converted;
  }

  /** Of a schema that others may add to: a component, a branch. */
  part(schema: Schema): Schema {
    if (typeof schema.$ref === "string") return { $ref: idOf(nameOf(schema.$ref)) };
    const out: Schema = {};
    for (const name of KEPT) if (name in schema) out[name] = schema[name];
    if (typeof schema.type === "string") out.type = schema.type;
    if (typeof schema.format === "string" && FORMATS.includes(schema.format)) {
      out.format = schema.format;
    }
    if (isSchema(schema.properties)) {
      const entries = Object.entries(schema.properties).filter(([, one]) => isSchema(one));
      out.properties = Object.fromEntries(entries.map(([key, one]) => [key, this.#child(one)]));
    }
    if (isSchema(schema.items)) out.items = this.#child(schema.items);
    if (isSchema(schema.additionalProperties)) {
      out.additionalProperties = this.#child(schema.additionalProperties);
    } else if (typeof schema.additionalProperties === "boolean") {
      out.additionalProperties = schema.additionalProperties;
    }
    for (const name of BRANCHES) {
      const list = schema[name];
      if (Array.isArray(list)) out[name] = list.filter(isSchema).map((one) => this.part(one));
    }
    if (isSchema(schema.not)) out.not = this.part(schema.not);
    if (Array.isArray(schema.enum)) out.enum = schema.enum;
    return schema.nullable === true ? orNull(out) : out;
  }

  #child(schema: unknown): Schema {
    return isSchema(schema) ? this.value(schema) : {};
  }

  /** Names no field at all, in any of its branches. */
  #isOpen(schema: Schema, depth = 0): boolean {
    if (depth > 8) return false;
    if (typeof schema.$ref === "string") {
      const target = this.#schemas[nameOf(schema.$ref)];
      return target !== undefined && this.#isOpen(target, depth + 1);
    }
    const branches = BRANCHES.flatMap((name) => {
      const list = schema[name];
      return Array.isArray(list) ? list.filter(isSchema) : [];
    });
    if (branches.length > 0) return branches.some((one) => this.#isOpen(one, depth + 1));
    const canBeObject = schema.type === "object" || schema.type === undefined;
    return canBeObject && !("properties" in schema) && !("enum" in schema);
  }
}

export function idOf(component: string): string {
  return `github:/${component}`;
}

/** `nullable` allows null whatever `type` and `enum` say. */
function orNull(schema: Schema): Schema {
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  return {
    ...schema,
    type: [schema.type, "null"],
    ...(Array.isArray(schema.enum) ? { enum: [...new Set([...schema.enum, null])] } : {}),
  };
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
