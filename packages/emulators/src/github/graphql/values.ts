import type { Query, Value } from "./ast.ts";
import type { GraphError } from "./problem.ts";
import { innerType, TYPES } from "./types.ts";

export type Args = Readonly<Record<string, unknown>>;

/** The variables of a call, with their defaults. @returns errors when one does not fit its type */
export function readVariables(query: Query, given: Args): { values: Args; errors: GraphError[] } {
  const values: Record<string, unknown> = {};
  const errors: GraphError[] = [];
  for (const { name, type, otherwise } of query.variables) {
    const value = given[name] ?? (otherwise ? plain(otherwise, {}) : undefined);
    if (value !== undefined) values[name] = value;
    for (const { path, explanation } of problems(value, type, [])) {
      const where = path.length > 0 ? ` for ${path.join(".")}` : "";
      const message = `Variable $${name} of type ${type} was provided invalid value${where} (${explanation})`;
      const extensions = { value: value ?? null, problems: [{ path, explanation }] };
      errors.push({ message, locations: [query.at], extensions });
    }
  }
  return { values, errors };
}

/** The value that is meant, variables filled in. */
export function plain(value: Value, variables: Args): unknown {
  switch (value.kind) {
    case "variable":
      return variables[value.name];
    case "literal":
      return value.value;
    case "enum":
      return value.name;
    case "list":
      return value.items.map((item) => plain(item, variables));
    case "object": {
      const fields = [...value.fields].map(([name, one]) => [name, plain(one, variables)]);
      return Object.fromEntries(fields);
    }
    default:
      return value satisfies never;
  }
}

interface Problem {
  readonly path: readonly string[];
  readonly explanation: string;
}

function problems(value: unknown, type: string, path: readonly string[]): Problem[] {
  if (value === undefined || value === null) {
    return type.endsWith("!") ? [{ path, explanation: "Expected value to not be null" }] : [];
  }
  const bare = type.replace(/!$/, "");
  if (bare.startsWith("[")) {
    const items = Array.isArray(value) ? value : [value];
    return items.flatMap((item, n) => problems(item, bare.slice(1, -1), [...path, String(n)]));
  }
  const def = TYPES.get(innerType(type));
  if (def?.kind === "enum") {
    const known = def.members.some((member) => member === value);
    const explanation = `Expected ${JSON.stringify(value)} to be one of: ${def.members.join(", ")}`;
    return known ? [] : [{ path, explanation }];
  }
  if (def) return objectProblems(value, def.name, path);
  const explanation = `Could not coerce value ${JSON.stringify(value)} to ${bare}`;
  return isScalar(value, bare) ? [] : [{ path, explanation }];
}

function objectProblems(value: unknown, name: string, path: readonly string[]): Problem[] {
  if (typeof value !== "object" || value === null) {
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` }];
  }
  const fields = TYPES.get(name)?.fields ?? new Map();
  const unknown = Object.keys(value).filter((key) => !fields.has(key));
  return [
    ...unknown.map((key) => ({
      path: [...path, key],
      explanation: `Field is not defined on ${name}`,
    })),
    ...[...fields].flatMap(([key, { type }]) =>
      problems(Reflect.get(value, key), type, [...path, key]),
    ),
  ];
}

function isScalar(value: unknown, type: string): boolean {
  if (type === "Int") return Number.isInteger(value);
  if (type === "Boolean") return typeof value === "boolean";
  return typeof value === "string" || (type === "ID" && Number.isInteger(value));
}
