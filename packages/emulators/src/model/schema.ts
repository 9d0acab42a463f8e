import { invalid } from "./refusal.ts";

/** A JSON schema node, as far as it is read. */
export type Schema = Readonly<Record<string, unknown>>;

/** The node as a schema, or an empty one. */
export function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Constraints that structured outputs refuse; source: structured outputs page, "not supported". */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["maxItems", "uniqueItems"],
};

/**
 * Refuses a schema that structured outputs do not take. The SDK's `zodOutputFormat` removes all of
 * this (`lib/transform-json-schema.mjs`); a schema sent by hand is refused.
 */
export function checkSchema(value: unknown, where: string): void {
  const schema = asSchema(value);
  const type = typeof schema.type === "string" ? schema.type : "";
  // Words: future-agi/future-agi pull 412.
  if (type === "object" && schema.additionalProperties !== false) {
    throw invalid(
      `${where}: For 'object' type, 'additionalProperties' must be explicitly set to false`,
    );
  }
  const refused = (UNSUPPORTED[type] ?? []).filter((key) => key in schema);
  if (refused.length > 0) {
    throw invalid(
      `${where}: For '${type}' type, properties ${refused.join(", ")} are not supported`,
    );
  }
  for (const child of children(schema)) checkSchema(child, where);
}

function children(schema: Schema): unknown[] {
  const maps = [schema.properties, schema.$defs].flatMap((map) => Object.values(asSchema(map)));
  const lists = [schema.anyOf, schema.allOf, schema.oneOf].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [...maps, ...lists, ...(schema.items === undefined ? [] : [schema.items])];
}
