import { join } from "node:path";
import { foldMigrations, type Migration, type ObjectClass } from "./migrations.ts";
import { Refusal } from "./refusal.ts";
import { pathOf } from "./settings.ts";

/** What `serve` takes from an app's `wrangler.jsonc`, the only place where a Worker is described. */
export interface WorkerConfig {
  name: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** The Durable Object classes this Worker defines. */
  classes: ObjectClass[];
  objects: { binding: string; className: string; worker: string }[];
  services: { binding: string; service: string; entrypoint?: string }[];
  vars: Record<string, unknown>;
}

// Bindings that plain workerd does not have. Refused: a Worker that misses one fails later, and less clearly.
const CLOUDFLARE_ONLY = [
  "ai",
  "analytics_engine_datasets",
  "assets",
  "browser",
  "d1_databases",
  "dispatch_namespaces",
  "hyperdrive",
  "images",
  "kv_namespaces",
  "mtls_certificates",
  "pipelines",
  "r2_buckets",
  "secrets_store_secrets",
  "send_email",
  "vectorize",
  "workflows",
] as const;

/** What wrangler has read and validated. Spelled out, because its own type resolves to nothing here. */
type Read = Record<(typeof CLOUDFLARE_ONLY)[number], unknown> & {
  name?: string;
  compatibility_date?: string;
  compatibility_flags: string[];
  durable_objects: { bindings: { name: string; class_name: string; script_name?: string }[] };
  migrations: Migration[];
  services?: { binding: string; service: string; entrypoint?: string }[];
  vars: Record<string, unknown>;
};

/** @param folder name of one below `apps/`, or a path. @throws Refusal when the file asks for something plain workerd cannot give. */
export async function readWorkerConfig(root: string, folder: string): Promise<WorkerConfig> {
  const file = `${pathOf(folder)}/wrangler.jsonc`;
  // Loaded late: wrangler takes a second, and a wrong setting should be told at once.
  const { unstable_readConfig } = await import("wrangler");
  let config: Read;
  try {
    config = unstable_readConfig({ config: join(root, file) }, { hideWarnings: true });
  } catch (error) {
    throw new Refusal(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const unsupported = CLOUDFLARE_ONLY.filter((key) => isUsed(config[key]));
  if (unsupported.length > 0) {
    throw new Refusal(`${file} uses ${unsupported.join(", ")}, which plain workerd does not have.`);
  }
  const { name, compatibility_date: compatibilityDate } = config;
  if (!name) throw new Refusal(`${file} has no "name".`);
  if (!compatibilityDate) throw new Refusal(`${file} has no "compatibility_date".`);
  const objects = config.durable_objects.bindings.map((object) => ({
    binding: object.name,
    className: object.class_name,
    worker: object.script_name ?? name,
  }));
  const classes = foldMigrations(config.migrations, file);
  for (const { className, worker } of objects) {
    if (worker === name && !classes.some((known) => known.className === className)) {
      throw new Refusal(`${file} binds ${className}, but no migration creates it.`);
    }
  }
  return {
    name,
    compatibilityDate,
    compatibilityFlags: config.compatibility_flags,
    classes,
    objects,
    services: (config.services ?? []).map(({ binding, service, entrypoint }) => ({
      binding,
      service,
      ...(entrypoint === undefined ? {} : { entrypoint }),
    })),
    vars: config.vars,
  };
}

const isUsed = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
