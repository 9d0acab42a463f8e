import type { Operation, Params } from "./operation.ts";

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
}

export interface Match {
  readonly operation: Operation;
  readonly params: Params;
}

/** Finds the operation of a path. Everything in a repository also answers below its id. */
export class Router {
  readonly #routes: readonly Route[];

  constructor(operations: readonly Operation[]) {
    this.#routes = operations.flatMap((operation) =>
      [operation.path, operation.path.replace(/^\/repos\/\{owner\}\/\{repo\}/, BY_ID)]
        .filter((path, index, all) => all.indexOf(path) === index)
        .map((path) => ({ operation, pattern: patternOf(path) })),
    );
  }

  /** @param path with or without a query */
  find(verb: string, path: string): Match | null {
    const [pathname = ""] = path.split("?");
    for (const { operation, pattern } of this.#routes) {
      if (operation.verb !== verb) continue;
      const match = pattern.exec(pathname);
      const params = match && decode(match.groups ?? {});
      if (params) return { operation, params };
    }
    return null;
  }

  /** The same path once more, now that its operation is known. */
  params(operation: Operation, path: string): Params {
    return this.find(operation.verb, path)?.params ?? {};
  }
}

const BY_ID = "/repositories/{repository_id}";
/** May contain slashes. GH-oas `x-multi-segment`. */
const LONG = ["path", "ref"];

function patternOf(path: string): RegExp {
  const source = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (LONG.includes(name)) return `(?<${name}>.*?)`;
    return /_(id|number)$/.test(name) ? `(?<${name}>\\d+)` : `(?<${name}>[^/]+)`;
  });
  // What a repository holds at its top: the slash may be missing.
  return new RegExp(`^${source.replace(/\/(?=\(\?<path>)/, "(?:/|(?=$))")}$`);
}

function decode(groups: Record<string, string>): Params | null {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return null;
  }
}
