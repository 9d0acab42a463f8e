import { SDL } from "./sdl.ts";

export interface FieldType {
  /** As written: `[Reaction]`, `ID!`. */
  readonly type: string;
  readonly args: ReadonlyMap<string, string>;
}

export interface TypeDef {
  readonly kind: "type" | "interface" | "input" | "enum";
  readonly name: string;
  readonly implements: readonly string[];
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Of an enum. */
  readonly members: readonly string[];
}

export const TYPES: ReadonlyMap<string, TypeDef> = new Map(
  [...SDL.matchAll(/^(type|interface|input|enum) (\w+)(?: implements ([\w& ]+))? \{\n([^}]*)\}/gm)]
    .map(([, kind, name = "", interfaces = "", body = ""]) => ({
      kind: kindOf(kind),
      name,
      implements: interfaces.split("&").map((one) => one.trim()),
      ...readBody(body),
    }))
    .map((type) => [type.name, type]),
);

function kindOf(kind: string | undefined): TypeDef["kind"] {
  const kinds = ["type", "interface", "input", "enum"] as const;
  const found = kinds.find((one) => one === kind);
  if (!found) throw new Error(`no kind ${kind}`);
  return found;
}

function readBody(body: string): Pick<TypeDef, "fields" | "members"> {
  const fields = [...body.matchAll(/^ {2}(\w+)(?:\(([^)]*)\))?: (\S+)$/gm)].map(
    ([, name = "", args = "", type = ""]) => {
      const pairs = [...args.matchAll(/(\w+): ([^,\s]+)/g)];
      const named = pairs.map(([, arg = "", argType = ""]) => [arg, argType] as const);
      return [name, { type, args: new Map(named) }] as const;
    },
  );
  const members = [...body.matchAll(/^ {2}([A-Z_]+)$/gm)].map(([, member = ""]) => member);
  return { fields: new Map(fields), members };
}

/** `[Reaction!]!` -> `Reaction`. */
export function innerType(type: string): string {
  return type.replaceAll(/[[\]!]/g, "");
}

/** Undefined for scalars. */
export function typeOf(type: string): TypeDef | undefined {
  const found = TYPES.get(innerType(type));
  return found?.kind === "enum" ? undefined : found;
}

/** Whether an object of a type is meant by `... on name`. */
export function isA(objectType: string, name: string): boolean {
  return objectType === name || (TYPES.get(objectType)?.implements.includes(name) ?? false);
}
