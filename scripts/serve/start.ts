import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Environment } from "./check-settings.ts";
import { launchCommand } from "./launch.ts";
import { type Prepared, type PrepareOptions, ROOT } from "./prepare.ts";
import { waitReady } from "./ready.ts";
import { follow, type Running } from "./running.ts";
import { APPS } from "./settings.ts";

/**
 * Starts workerd from what `prepare` made: no build, no Node in between, ready in about 50 ms. It holds
 * the lock of the data folder and writes the pid file, as the command does.
 *
 * @example
 * const running = spawnWorkerd(prepared);
 * await running.ready;
 * running.kill("SIGKILL");
 * await running.exited; // the lock is free again
 */
export function spawnWorkerd(prepared: Prepared): Running {
  const urls = prepared.apps.map(({ url }) => url);
  return follow(launchCommand(prepared), (_, alive) => waitReady(urls, alive));
}

/** Starts the command `npm run serve` as an operator would, without npm: it becomes workerd, `pid` stays. */
export function startServe({ env, dataDir, ports = {}, root = ROOT }: PrepareOptions): Running {
  const node = join(root, "node_modules", ".bin", "node");
  const all: Environment = { ...env, ...portSettings(ports), TRUNKLINE_DATA: dataDir };
  const given = Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const args = [join(root, "scripts", "serve", "main.ts")];
  const start = { file: node, args, env: Object.fromEntries(given), cwd: root };
  return follow(start, saysReady);
}

function portSettings(ports: Readonly<Record<string, number>>): Record<string, string> {
  const settings = APPS.flatMap(({ name, portSetting }) => {
    const port = ports[name];
    return port === undefined ? [] : [[portSetting, String(port)]];
  });
  return Object.fromEntries(settings);
}

function saysReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let said = "";
    child.stdout?.on("data", (chunk: string) => {
      said += chunk;
      if (/^ready$/m.test(said)) resolve(true);
    });
    child.once("exit", () => resolve(false));
  });
}
