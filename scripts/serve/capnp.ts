/**
 * A workerd configuration as data, and its text. Pure. The format: node_modules/workerd/workerd.capnp.
 */
export interface Configuration {
  workers: WorkerService[];
  /** Plain HTTP listeners. */
  sockets: { name: string; address: string; service: string }[];
  /** Egress. The one named "internet" is what a plain `fetch` uses. */
  networks: { name: string; allow: string[] }[];
  /** The writable folder with every object's storage; its path is given at start. */
  disk: string;
}

export interface WorkerService {
  name: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** The entry first. Paths are relative to the configuration file. */
  modules: { name: string; kind: ModuleKind; path: string }[];
  /** `uniqueKey` decides where the state lies: it must never depend on a build. */
  namespaces: { className: string; uniqueKey: string; sqlite: boolean }[];
  bindings: Binding[];
}

export type ModuleKind = "esModule" | "text" | "data" | "wasm";

export type Binding =
  | { name: string; kind: "environment"; variable: string }
  | { name: string; kind: "text"; text: string }
  | { name: string; kind: "json"; json: string }
  | { name: string; kind: "object"; className: string; service?: string }
  | { name: string; kind: "service"; service: string; entrypoint?: string };

export function capnpText(configuration: Configuration): string {
  const { workers, sockets, networks, disk } = configuration;
  const services = [
    ...workers.map((worker) =>
      struct({ name: quote(worker.name), worker: workerText(worker, disk) }),
    ),
    struct({ name: quote(disk), disk: struct({ writable: "true" }) }),
    ...networks.map(({ name, allow }) =>
      struct({
        name: quote(name),
        network: struct({
          allow: list(allow.map(quote)),
          // Overriding a network drops its defaults; https needs these options.
          tlsOptions: struct({ trustBrowserCas: "true" }),
        }),
      }),
    ),
  ];
  const config = struct({
    services: lines(services),
    sockets: lines(
      sockets.map(({ name, address, service }) =>
        struct({
          name: quote(name),
          address: quote(address),
          http: "()",
          service: quote(service),
        }),
      ),
    ),
    logging: struct({ structuredLogging: "true" }),
  });
  return `using Workerd = import "/workerd/workerd.capnp";\n\nconst config :Workerd.Config = ${config};\n`;
}

function workerText(worker: WorkerService, disk: string): string {
  return struct({
    modules: list(
      worker.modules.map(({ name, kind, path }) =>
        struct({ name: quote(name), [kind]: `embed ${quote(path)}` }),
      ),
    ),
    compatibilityDate: quote(worker.compatibilityDate),
    compatibilityFlags: list(worker.compatibilityFlags.map(quote)),
    durableObjectNamespaces: lines(
      worker.namespaces.map(({ className, uniqueKey, sqlite }) =>
        struct({
          className: quote(className),
          uniqueKey: quote(uniqueKey),
          enableSql: String(sqlite),
        }),
      ),
    ),
    durableObjectStorage: struct({ localDisk: quote(disk) }),
    bindings: lines(worker.bindings.map(bindingText)),
  });
}

function bindingText(binding: Binding): string {
  const name = quote(binding.name);
  switch (binding.kind) {
    case "environment":
      return struct({ name, fromEnvironment: quote(binding.variable) });
    case "text":
      return struct({ name, text: quote(binding.text) });
    case "json":
      return struct({ name, json: quote(binding.json) });
    case "object": {
      const className = quote(binding.className);
      if (binding.service === undefined) return struct({ name, durableObjectNamespace: className });
      const target = struct({ className, serviceName: quote(binding.service) });
      return struct({ name, durableObjectNamespace: target });
    }
    case "service": {
      if (binding.entrypoint === undefined)
        return struct({ name, service: quote(binding.service) });
      const entrypoint = quote(binding.entrypoint);
      return struct({ name, service: struct({ name: quote(binding.service), entrypoint }) });
    }
    default:
      return binding satisfies never;
  }
}

/** Cap'n Proto knows the escapes of C; it has no \u, and takes other characters as UTF-8. */
export function quote(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped
    .replace(/[\x00-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${escaped}"`;
}

const struct = (fields: Record<string, string>): string =>
  `(${Object.entries(fields)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ")})`;
const list = (items: string[]): string => `[${items.join(", ")}]`;
const lines = (items: string[]): string =>
  items.length === 0 ? "[]" : `[\n${items.map((item) => `  ${item},\n`).join("")}]`;
