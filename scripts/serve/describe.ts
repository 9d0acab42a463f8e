import type { Bundle } from "./build.ts";
import type { Binding, Configuration, WorkerService } from "./capnp.ts";
import type { CheckedSettings } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";
import { POOL, settingsOf } from "./settings.ts";
import type { WorkerConfig } from "./worker-config.ts";

/** The service for addresses a model chose: it reaches the public internet and nothing else. */
const PUBLIC_WEB = "public-web";

export interface Started {
  config: WorkerConfig;
  bundle: Pick<Bundle, "modules">;
}

/** The workerd configuration of the started Workers. Pure. Module paths are `<worker>/<module>`. */
export function describe(started: readonly Started[], settings: CheckedSettings): Configuration {
  const names = new Set(started.map(({ config }) => config.name));
  return {
    workers: started.map(({ config, bundle }) => ({
      name: config.name,
      compatibilityDate: config.compatibilityDate,
      compatibilityFlags: config.compatibilityFlags,
      modules: bundle.modules.map(({ name, kind }) => ({
        name,
        kind,
        path: `${config.name}/${name}`,
      })),
      namespaces: namespacesOf(config),
      bindings: bindingsOf(config, settings, names),
    })),
    sockets: settings.apps.map(({ name, port }) => ({
      name,
      address: `127.0.0.1:${port}`,
      service: name,
    })),
    networks: [
      {
        name: "internet",
        // "local" is loopback: emulators and a model server on this machine.
        allow: ["public", "local", ...(settings.egress === "private" ? ["private"] : [])],
      },
      { name: PUBLIC_WEB, allow: ["public"] },
    ],
    disk: "state",
  };
}

function namespacesOf({ name, classes }: WorkerConfig): WorkerService["namespaces"] {
  return classes.map(({ className, storageName, sqlite }) => ({
    className,
    uniqueKey: `${name}-${storageName}`,
    sqlite,
  }));
}

function bindingsOf(
  config: WorkerConfig,
  settings: CheckedSettings,
  started: ReadonlySet<string>,
): Binding[] {
  const environment = settingsOf(config.name, Object.keys(settings.values), settings.further)
    .filter((name) => name in settings.values)
    .map((name): Binding => ({ name, kind: "environment", variable: name }));
  const bindings: Binding[] = [
    ...config.objects.map((object) => objectBinding(config.name, object, started)),
    ...config.services
      // A door to an app that is not started stays unbound: its tools are not offered.
      .filter(({ service }) => started.has(service))
      .map(({ binding, ...target }): Binding => ({ name: binding, kind: "service", ...target })),
    ...Object.entries(config.vars).map(varBinding),
    // After the vars of wrangler.jsonc, which they override.
    ...environment,
  ];
  if (config.name === POOL) bindings.push({ name: "WEB", kind: "service", service: PUBLIC_WEB });
  return [...new Map(bindings.map((binding) => [binding.name, binding])).values()];
}

function objectBinding(
  self: string,
  { binding, className, worker }: WorkerConfig["objects"][number],
  started: ReadonlySet<string>,
): Binding {
  if (worker === self) return { name: binding, kind: "object", className };
  if (started.has(worker)) return { name: binding, kind: "object", className, service: worker };
  throw new Refusal(
    `apps/${self}/wrangler.jsonc binds ${className} of "${worker}", which is not started.`,
  );
}

function varBinding([name, value]: [string, unknown]): Binding {
  if (typeof value === "string") return { name, kind: "text", text: value };
  return { name, kind: "json", json: JSON.stringify(value) };
}
