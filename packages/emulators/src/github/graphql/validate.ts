import type { Document, Field, Query, Selection, Value } from "./ast.ts";
import type { GraphError } from "./problem.ts";
import { innerType, isA, TYPES, type TypeDef, typeOf } from "./types.ts";

/** What is wrong with a query before anything is asked, in GitHub's words. */
export function validate(document: Document, query: Query): GraphError[] {
  const errors: GraphError[] = [];
  const used = new Set<string>();
  const root = query.type === "query" ? "Query" : "Mutation";
  const title = query.name ? `${query.type} ${query.name}` : query.type;

  const selections = (list: readonly Selection[], type: TypeDef, path: readonly string[]): void => {
    for (const selection of list) {
      if (selection.kind === "field") field(selection, type, [...path, selection.alias]);
      else if (selection.kind === "inline") {
        condition(selection.on ?? type.name, selection.selections, type, path);
      } else {
        const fragment = document.fragments.get(selection.name);
        if (fragment) condition(fragment.on, fragment.selections, type, path);
        else {
          const message = `Fragment ${selection.name} was used, but not defined`;
          errors.push({ message, path, locations: [selection.at] });
        }
      }
    }
  };

  const condition = (
    on: string,
    list: readonly Selection[],
    parent: TypeDef,
    path: readonly string[],
  ): void => {
    const type = typeOf(on);
    if (type) {
      const possible = isA(on, parent.name) || isA(parent.name, on) || shared(on, parent.name);
      if (possible) selections(list, type, [...path, `... on ${on}`]);
      else {
        const message = `Fragment on ${on} can't be spread inside ${parent.name}`;
        errors.push({ message, path });
      }
    } else
      errors.push({ message: `No such type ${on}, so it can't be a fragment condition`, path });
  };

  const field = (one: Field, type: TypeDef, path: readonly string[]): void => {
    if (one.name === "__typename") return;
    const known = type.fields.get(one.name);
    const place = { path, locations: [one.at] };
    if (!known) {
      const extensions = { code: "undefinedField", typeName: type.name, fieldName: one.name };
      const message = `Field '${one.name}' doesn't exist on type '${type.name}'`;
      errors.push({ ...place, extensions, message });
      return;
    }
    for (const [name, value] of one.args) {
      collect(value, used);
      const argType = known.args.get(name);
      if (argType === undefined) {
        const message = `Field '${one.name}' doesn't accept argument '${name}'`;
        errors.push({ ...place, extensions: { code: "argumentNotAccepted" }, message });
      } else errors.push(...wrongInput(value, argType).map((message) => ({ ...place, message })));
    }
    const missing = [...known.args].filter(([name, t]) => t.endsWith("!") && !one.args.has(name));
    if (missing.length > 0) {
      const names = missing.map(([name]) => name).join(", ");
      const message = `Field '${one.name}' is missing required arguments: ${names}`;
      errors.push({ ...place, extensions: { code: "missingRequiredArguments" }, message });
    }
    const inner = typeOf(known.type);
    const bare = known.type.replaceAll("!", "");
    if (inner && one.selections.length === 0) {
      const message = `Field must have selections (field '${one.name}' returns ${bare} but has no selections. Did you mean '${one.name} { ... }'?)`;
      errors.push({ ...place, extensions: { code: "selectionMismatch" }, message });
    }
    if (!inner && one.selections.length > 0) {
      const message = `Selections can't be made on scalars (field '${one.name}' returns ${bare} but has selections)`;
      errors.push({ ...place, extensions: { code: "selectionMismatch" }, message });
    }
    if (inner) selections(one.selections, inner, path);
  };

  const rootType = TYPES.get(root);
  if (rootType) selections(query.selections, rootType, [title]);
  const declared = query.variables.map(({ name }) => name);
  const name = query.name ?? `anonymous ${query.type}`;
  for (const one of declared.filter((variable) => !used.has(variable))) {
    const extensions = { code: "variableNotUsed", variableName: one };
    const message = `Variable $${one} is declared by ${name} but not used`;
    errors.push({ path: [title], locations: [query.at], extensions, message });
  }
  for (const one of [...used].filter((variable) => !declared.includes(variable))) {
    const extensions = { code: "variableNotDefined", variableName: one };
    const message = `Variable $${one} is used by ${name} but not declared`;
    errors.push({ path: [title], locations: [query.at], extensions, message });
  }
  return errors;
}

function shared(one: string, other: string): boolean {
  return [...TYPES.keys()].some((name) => isA(name, one) && isA(name, other));
}

function collect(value: Value, names: Set<string>): void {
  if (value.kind === "variable") names.add(value.name);
  if (value.kind === "list") for (const item of value.items) collect(item, names);
  if (value.kind === "object") for (const item of value.fields.values()) collect(item, names);
}

/** Of an input object that is written in the query itself. */
function wrongInput(value: Value, type: string): string[] {
  const input = typeOf(type);
  if (value.kind !== "object" || input?.kind !== "input") return [];
  const name = innerType(type);
  const unknown = [...value.fields.keys()].filter((one) => !input.fields.has(one));
  const missing = [...input.fields].filter(
    ([one, field]) => field.type.endsWith("!") && !value.fields.has(one),
  );
  return [
    ...unknown.map((one) => `InputObject '${name}' doesn't accept argument '${one}'`),
    ...missing.map(
      ([one, field]) =>
        `Argument '${one}' on InputObject '${name}' is required. Expected type ${field.type}`,
    ),
  ];
}
