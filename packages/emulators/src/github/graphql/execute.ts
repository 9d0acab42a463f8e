import type { Document, Field, Query, Selection } from "./ast.ts";
import { FieldProblem, type GraphError } from "./problem.ts";
import { isA } from "./types.ts";
import { type Args, plain } from "./values.ts";

/** An object of the answer: its type, and what each of its fields is when somebody asks. */
export interface GraphObject {
  readonly typename: string;
  readonly fields: Readonly<Record<string, (args: Args) => unknown>>;
}

/** Answers a validated query. A field that fails is null, with an error beside. */
export function execute(
  document: Document,
  query: Query,
  variables: Args,
  root: GraphObject,
): { data: unknown; errors: GraphError[] } {
  const errors: GraphError[] = [];

  const object = (
    source: GraphObject,
    selections: readonly Selection[],
    path: readonly (string | number)[],
  ): Record<string, unknown> => {
    const data: Record<string, unknown> = {};
    for (const selection of selections) {
      if (selection.kind === "field") {
        data[selection.alias] = field(source, selection, [...path, selection.alias]);
        continue;
      }
      const { on, selections: inner } =
        selection.kind === "inline"
          ? selection
          : (document.fragments.get(selection.name) ?? { on: null, selections: [] });
      if (on === null || isA(source.typename, on)) {
        Object.assign(data, object(source, inner, path));
      }
    }
    return data;
  };

  const field = (source: GraphObject, one: Field, path: readonly (string | number)[]): unknown => {
    if (one.name === "__typename") return source.typename;
    const args = [...one.args].map(([name, value]) => [name, plain(value, variables)]);
    try {
      const resolve = source.fields[one.name];
      if (!resolve) throw new Error(`${source.typename}.${one.name} is in the SDL and not built`);
      return value(resolve(Object.fromEntries(args)), one, path);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      errors.push({ type: error.type, path, locations: [one.at], message: error.message });
      return null;
    }
  };

  const value = (found: unknown, one: Field, path: readonly (string | number)[]): unknown => {
    if (Array.isArray(found)) return found.map((item, n) => value(item, one, [...path, n]));
    return isGraphObject(found) ? object(found, one.selections, path) : (found ?? null);
  };

  return { data: object(root, query.selections, []), errors };
}

function isGraphObject(value: unknown): value is GraphObject {
  return typeof value === "object" && value !== null && "typename" in value && "fields" in value;
}
