// `npm run serve`: checks, builds, takes the lock, becomes workerd. The pid stays the same from here on.
import { mkdirSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readOr } from "../usage.ts";
import { checkHost } from "./host.ts";
import { launchCommand, refuseIfLocked } from "./launch.ts";
import { hints, refuseTakenPorts } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { Refusal } from "./refusal.ts";

const USAGE = `npm run serve takes no options: it is told by settings of the environment, and says which are missing.
What they are: README.md and docs/deploying.md. Each platform that has its settings is served.`;
readOr(USAGE, () => parseArgs({ options: {} }));

// Not console.log: a Node stream would leave the pipe non-blocking for workerd, which inherits it.
const say = (line: string): number => writeSync(1, `${line}\n`);

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  // Through process.exit, so that builds under way end too.
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  checkHost(process.env);
  const dataDir = resolve(process.env.TRUNKLINE_DATA || ".data");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  refuseIfLocked(dataDir);
  const prepared = await prepare({ env: process.env, dataDir });
  say(`timings ${JSON.stringify(prepared.timings)}`);
  for (const { name, url } of prepared.apps) say(`${name} ${url}`);
  for (const hint of hints(process.env, prepared)) say(hint);
  await refuseTakenPorts(prepared);
  const { file, args, env } = launchCommand(prepared, { watch: true });
  process.execve?.(file, [file, ...args], env);
  throw new Error(`${process.version} has no process.execve.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  for (const line of error.message.split("\n")) writeSync(2, `trunkline: ${line}\n`);
  process.exit(error.exitCode);
}
