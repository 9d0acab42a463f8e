import { asSchema, type Schema } from "./schema.ts";

/**
 * The smallest value that a JSON schema takes, with wishes for the properties of its root. A wish
 * that the schema does not take (another enum, say) gives way to the schema.
 */
export function instanceOf(
  schema: Schema,
  wishes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const value = build(schema, schema, wishes);
  return asSchema(value);
}

function build(node: Schema, root: Schema, wishes: Readonly<Record<string, unknown>>): unknown {
  const ref = typeof node.$ref === "string" ? /^#\/\$defs\/(.+)$/.exec(node.$ref)?.[1] : undefined;
  if (ref) return build(asSchema(asSchema(root.$defs)[ref]), root, {});
  if ("const" in node) return node.const;
  if (Array.isArray(node.enum)) return node.enum[0];
  for (const alternatives of [node.anyOf, node.oneOf, node.allOf]) {
    if (Array.isArray(alternatives)) return build(asSchema(alternatives[0]), root, {});
  }
  switch (Array.isArray(node.type) ? node.type[0] : node.type) {
    case "string":
      return "a guess of the offline model";
    case "integer":
    case "number":
      return typeof node.minimum === "number" ? node.minimum : 0;
    case "boolean":
      return false;
    case "array":
      return node.minItems === 1 ? [build(asSchema(node.items), root, {})] : [];
    case "null":
      return null;
    default:
      return object(node, root, wishes);
  }
}

function object(node: Schema, root: Schema, wishes: Readonly<Record<string, unknown>>): unknown {
  const required = Array.isArray(node.required) ? node.required : [];
  const entries = Object.entries(asSchema(node.properties)).flatMap(([name, child]) => {
    const schema = asSchema(child);
    const wish = wishes[name];
    if (wish !== undefined && takes(schema, wish)) return [[name, wish]];
    return required.includes(name) ? [[name, build(schema, root, {})]] : [];
  });
  return Object.fromEntries(entries);
}

function takes(schema: Schema, wish: unknown): boolean {
  if (Array.isArray(schema.enum)) return schema.enum.includes(wish);
  if (schema.type === "integer") return Number.isInteger(wish);
  return schema.type === typeof wish;
}
