import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { type Bundle, build } from "../scripts/serve/build.ts";
import { storeByContent } from "../scripts/serve/cache.ts";
import { type Configuration, capnpText } from "../scripts/serve/capnp.ts";
import { checkSettings } from "../scripts/serve/check-settings.ts";
import { describe, type Started } from "../scripts/serve/describe.ts";
import { ROOT } from "../scripts/serve/prepare.ts";
import { POOL } from "../scripts/serve/settings.ts";
import { readWorkerConfig } from "../scripts/serve/worker-config.ts";
import type { Deployment } from "./runtime.ts";

const APP = "telegram";
const FOLDERS = [POOL, APP];

/** The product's production bundles with the configuration that `npm run serve` gives them. */
export interface Product {
  /** As it is served. */
  readonly plain: Deployment;
  /** The same, counting: see `counting.ts`. The pool has a socket of its own for its counts. */
  readonly counting: Deployment;
}

/** Builds the product once. @param given - settings by name; `TIMINGS` and the window may be set at start */
export async function buildProduct(given: Readonly<Record<string, string>>): Promise<Product> {
  const env = { ...given, ADMIN_TOKEN: "bench-admin", TELEGRAM_ALLOWED_USERS: "*" };
  const settings = checkSettings(env, FOLDERS);
  const [bundles, configs] = await Promise.all([
    build(ROOT, FOLDERS),
    Promise.all(FOLDERS.map((folder) => readWorkerConfig(ROOT, folder))),
  ]);
  const started = bundles.flatMap((bundle, at): Started[] => {
    const config = configs[at];
    return config ? [{ bundle, config }] : [];
  });
  const files = new Map<string, string | Buffer>();
  for (const { folder, modules } of bundles) {
    for (const { name, content } of modules) files.set(`${folder}/${name}`, content);
  }
  const deployment = (name: string, configuration: Configuration, more: typeof files) => {
    const all = new Map([["config.capnp", capnpText(configuration)], ...files, ...more]);
    const config = join(storeByContent(ROOT, "bench", all), "config.capnp");
    return { name, config, socket: APP, env: settings.values };
  };
  const described = describe(started, settings);
  return {
    plain: deployment("trunkline", described, new Map()),
    counting: {
      ...deployment("trunkline", counted(described), countingFiles(bundles)),
      poolSocket: POOL,
    },
  };
}

/** Each Worker gets an entry that wraps the bundle's own. */
function counted(configuration: Configuration): Configuration {
  const workers = configuration.workers.map((worker) => ({
    ...worker,
    modules: [
      { name: "entry.js", kind: "esModule" as const, path: `${worker.name}/entry.js` },
      { name: "counting.js", kind: "esModule" as const, path: "counting.js" },
      ...worker.modules,
    ],
  }));
  const pool = { name: POOL, address: "127.0.0.1:0", service: POOL };
  return { ...configuration, workers, sockets: [...configuration.sockets, pool] };
}

function countingFiles(bundles: readonly Bundle[]): Map<string, string> {
  const source = readFileSync(join(import.meta.dirname, "counting.ts"), "utf8");
  const files = new Map([["counting.js", stripTypeScriptTypes(source)]]);
  for (const { folder, modules } of bundles) {
    files.set(`${folder}/entry.js`, entryFor(folder, modules[0]?.name ?? ""));
  }
  return files;
}

function entryFor(folder: string, main: string): string {
  const classes = folder === POOL ? ["RouterAgent", "SimpleAgent"] : ["Chat", "Account"];
  return [
    `import * as worker from "./${main}";`,
    // What is not counted stays as it is; a name of this module goes before the star.
    `export * from "./${main}";`,
    `import { countedClass, countedWorker } from "./counting.js";`,
    ...classes.map((name) => `export const ${name} = countedClass("${name}", worker.${name});`),
    "export default countedWorker(worker.default);",
  ].join("\n");
}
