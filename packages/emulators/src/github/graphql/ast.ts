/** Position in the query, from 1. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

export type Value =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Value> };

export interface Field {
  readonly kind: "field";
  readonly name: string;
  /** The name in the answer. */
  readonly alias: string;
  readonly args: ReadonlyMap<string, Value>;
  readonly selections: readonly Selection[];
  readonly at: Location;
}

export type Selection =
  | Field
  | {
      readonly kind: "inline";
      readonly on: string | null;
      readonly selections: readonly Selection[];
    }
  | { readonly kind: "spread"; readonly name: string; readonly at: Location };

export interface Variable {
  readonly name: string;
  /** As written: `ID!`, `[String!]`. */
  readonly type: string;
  readonly otherwise: Value | null;
}

export interface Query {
  readonly type: "query" | "mutation";
  readonly name: string | null;
  readonly variables: readonly Variable[];
  readonly selections: readonly Selection[];
  readonly at: Location;
}

export interface Document {
  readonly queries: readonly Query[];
  readonly fragments: ReadonlyMap<
    string,
    { readonly on: string; readonly selections: readonly Selection[] }
  >;
}
