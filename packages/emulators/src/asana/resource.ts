/** What a field holds. A collection is a list of resources or of plain values. */
export type Value = string | number | boolean | null | Resource | readonly Value[];

/** A field is asked for by path: `assignee.name` is `{ assignee: { name: {} } }`. */
export interface FieldTree {
  readonly [name: string]: FieldTree;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A record of Asana with everything it can tell. Fields are read only when they are shown: records
 * hold each other.
 */
export class Resource {
  readonly fields: ReadonlyMap<string, () => Value>;
  readonly #compact: readonly string[];
  readonly #optIn: readonly string[];
  readonly #absent: readonly string[];

  /**
   * @param compact what a list, or another record, shows of it
   * @param optIn what is told only when it is asked for
   * @param absent fields that other records of the kind have: asking for them is no mistake
   */
  constructor(
    fields: Readonly<Record<string, () => Value>>,
    compact: readonly string[],
    optIn: readonly string[] = [],
    absent: readonly string[] = [],
  ) {
    this.fields = new Map(Object.entries(fields));
    this.#compact = compact;
    this.#optIn = optIn;
    this.#absent = absent;
  }

  full(): Json {
    const names = [...this.fields.keys()].filter((name) => !this.#optIn.includes(name));
    return this.#only(names);
  }

  compact(): Json {
    return this.#only(this.#compact.filter((name) => this.fields.has(name)));
  }

  /**
   * Only what is asked for, and the gid, which "will always be returned" (AS-docs
   * inputoutput-options).
   *
   * @param unknown told of every path that is no field: Asana leaves such fields out in silence
   */
  select(tree: FieldTree, unknown: (path: string) => void, path = ""): Json {
    const found: Record<string, Json> = {};
    const gid = this.fields.get("gid");
    if (gid) found.gid = plain(gid());
    for (const [name, below] of Object.entries(tree)) {
      const field = this.fields.get(name);
      if (field) found[name] = pick(field(), below, unknown, `${path}${name}.`);
      else if (!this.#absent.includes(name)) unknown(path + name);
    }
    return found;
  }

  /** What `opt_fields=assignee` shows of the assignee. */
  reference(): Json {
    return this.fields.has("gid") ? this.#only(["gid", "resource_type"]) : this.compact();
  }

  #only(names: readonly string[]): Json {
    return Object.fromEntries(
      names.flatMap((name): [string, Json][] => {
        const field = this.fields.get(name);
        return field ? [[name, plain(field())]] : [];
      }),
    );
  }
}

function plain(value: Value): Json {
  if (value instanceof Resource) return value.compact();
  if (isList(value)) return value.map(plain);
  return value;
}

function pick(value: Value, below: FieldTree, unknown: (path: string) => void, path: string): Json {
  if (isList(value)) return value.map((item) => pick(item, below, unknown, path));
  if (!(value instanceof Resource)) return value;
  return Object.keys(below).length === 0 ? value.reference() : value.select(below, unknown, path);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Reads `opt_fields` or `options.fields`. A path may start with `this.` (AS-docs). */
export function fieldTree(paths: readonly string[]): FieldTree {
  const tree: Node = {};
  for (const path of paths) {
    let node = tree;
    const names = path.trim().split(".");
    if (names[0] === "this") names.shift();
    for (const name of names.filter((one) => one !== "")) {
      node[name] ??= {};
      node = node[name];
    }
  }
  return tree;
}

interface Node {
  [name: string]: Node;
}
