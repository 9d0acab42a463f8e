import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Prepared } from "./prepare.ts";
import { Refusal } from "./refusal.ts";

const LAUNCH = join(import.meta.dirname, "launch.sh");

export interface Command {
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** The command that becomes workerd, under the lock. With `watch`, something beside it prints `ready`. */
export function launchCommand(prepared: Prepared, { watch = false } = {}): Command {
  const { dataDir, workerd, config, apps, env } = prepared;
  const watcher = [
    process.execPath,
    join(import.meta.dirname, "watch.ts"),
    ...apps.map(({ url }) => url),
  ];
  const args = [LAUNCH, dataDir, workerd, config, ...(watch ? watcher : [])];
  return { file: "/bin/sh", args, env };
}

/**
 * Says early, before a build, that the folder is in use. The lock that counts is taken by `launch.sh`.
 *
 * @throws Refusal with exit code 75 that names the pid of the one that runs.
 */
export function refuseIfLocked(dataDir: string): void {
  const { status, stderr } = spawnSync("/bin/sh", [LAUNCH, dataDir], { encoding: "utf8" });
  if (status !== 0) throw new Refusal(stderr.trim().replace(/^trunkline: /, ""), status ?? 1);
}
