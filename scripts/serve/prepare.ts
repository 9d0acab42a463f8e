import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkAgent } from "./agent.ts";
import { build } from "./build.ts";
import { storeByContent } from "./cache.ts";
import { capnpText } from "./capnp.ts";
import { checkSettings, type Environment } from "./check-settings.ts";
import { describe, type Started } from "./describe.ts";
import { checkHost, workerdPath } from "./host.ts";
import { checkKey } from "./key.ts";
import { Refusal } from "./refusal.ts";
import { APPS, type App, POOL, pathOf } from "./settings.ts";
import { checkSpelling } from "./spelling.ts";
import { effectiveTimings } from "./timings.ts";
import { readWorkerConfig } from "./worker-config.ts";

/** The clone this file lies in. */
export const ROOT = resolve(import.meta.dirname, "../..");

export interface PrepareOptions {
  /** The settings, by name. Nothing else is taken from the process's own environment. */
  env: Environment;
  /** Created when missing, for its owner only. */
  dataDir: string;
  /** Ports by app, before those of the environment. */
  ports?: Readonly<Record<string, number>>;
  /** Apps that are no row of `APPS`, like an example. */
  further?: readonly App[];
  /** Over `define` of each `wrangler.jsonc`, like `{ CODE_SHELL: "true" }`. */
  define?: Readonly<Record<string, string>>;
  root?: string;
}

/** Everything workerd needs. Can be started any number of times, one at a time per data folder. */
export interface Prepared {
  apps: { name: string; port: number; url: string }[];
  dataDir: string;
  /** The configuration file; the bundles lie beside it. */
  config: string;
  workerd: string;
  /** The whole environment of workerd. */
  env: Record<string, string>;
  /** Durations in force. */
  timings: unknown;
}

/**
 * Checks the settings and the machine, builds the Workers and writes the configuration.
 *
 * @example
 * const prepared = await prepare({ env: process.env, dataDir: "./.data" });
 * const running = spawnWorkerd(prepared);
 * @throws Refusal with everything that is missing, before anything is built.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { root = ROOT, env, further = [] } = options;
  const settings = checkSettings(withPorts(env, options.ports), appFolders(root), further);
  checkHost(env);
  const timings = await effectiveTimings(root, settings.values);
  await checkAgent(root, settings.values);
  await checkKey(root, settings.values);
  await checkSpelling(root, settings, [...APPS, ...further]);
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const names = [POOL, ...settings.apps.map(({ name }) => name)];
  const folders = names.map((name) => further.find((app) => app.name === name)?.folder ?? name);
  const [bundles, configs] = await Promise.all([
    build(root, folders, options.define),
    Promise.all(folders.map((folder) => readWorkerConfig(root, folder))),
  ]);
  const started = folders.map((folder, index): Started => {
    const [bundle, config, name] = [bundles[index], configs[index], names[index]];
    if (!bundle || !config || config.name !== name) {
      throw new Refusal(`${pathOf(folder)}/wrangler.jsonc must have "name": "${name}".`);
    }
    return { bundle, config };
  });
  const files = new Map<string, string | Buffer>();
  files.set("config.capnp", capnpText(describe(started, settings)));
  for (const { bundle, config } of started) {
    for (const { name, content } of bundle.modules) files.set(`${config.name}/${name}`, content);
  }
  const stored = storeByContent(root, "serve", files);
  return {
    apps: settings.apps.map((app) => ({ ...app, url: `http://127.0.0.1:${app.port}` })),
    dataDir,
    config: join(stored, "config.capnp"),
    workerd: workerdPath(),
    env: { ...ofTheMachine(env), ...settings.values },
    timings,
  };
}

function withPorts(env: Environment, ports: PrepareOptions["ports"]): Environment {
  const given = APPS.flatMap(({ name, portSetting }) => {
    const port = ports?.[name];
    return port === undefined ? [] : [[portSetting, String(port)]];
  });
  return { ...env, ...Object.fromEntries(given) };
}

function appFolders(root: string): string[] {
  const apps = join(root, "apps");
  const names = existsSync(apps) ? readdirSync(apps) : [];
  const folders = names.filter((name) => existsSync(join(apps, name, "wrangler.jsonc")));
  if (!folders.includes(POOL)) throw new Refusal(`apps/${POOL}/wrangler.jsonc is missing.`);
  return folders;
}

/** What workerd and its launcher need besides the settings. Other secrets of the shell stay out. */
function ofTheMachine(env: Environment): Record<string, string> {
  const names = ["PATH", "TZ", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
