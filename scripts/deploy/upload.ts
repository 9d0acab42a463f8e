import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCacheFolder } from "../serve/cache.ts";
import { Refusal } from "../serve/refusal.ts";
import { POOL } from "../serve/settings.ts";
import { boundTo } from "./config.ts";
import type { Deployment } from "./plan.ts";

export interface UploadOptions {
  root: string;
  values: Readonly<Record<string, string>>;
  /** Builds and checks, and uploads nothing. */
  dryRun: boolean;
}

/**
 * Uploads one Worker with wrangler, its settings as secrets.
 *
 * @throws Refusal when wrangler fails; it has said why
 */
export async function upload(
  { worker, doors, secrets }: Deployment,
  options: UploadOptions,
): Promise<void> {
  const { root, values, dryRun } = options;
  const out = newCacheFolder(root, "deploy");
  const written = join(root, "apps", worker, "wrangler.jsonc");
  const config = worker === POOL ? await boundTo(written, doors, out) : written;
  const args = ["deploy", "-c", config, "--minify"];
  // Not among the caches: they are read by whoever may read the clone.
  const hidden = mkdtempSync(join(tmpdir(), "trunkline-deploy-"));
  try {
    if (dryRun) args.push("--dry-run", "--outdir", join(out, "bundle"));
    else if (secrets.length > 0) args.push("--secrets-file", secretsFile(hidden, secrets, values));
    run(root, worker, args, dryRun);
  } finally {
    rmSync(hidden, { recursive: true });
    rmSync(out, { recursive: true });
  }
}

function secretsFile(
  folder: string,
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): string {
  const path = join(folder, "secrets.json");
  const given = Object.fromEntries(names.map((name) => [name, values[name] ?? ""]));
  writeFileSync(path, JSON.stringify(given), { mode: 0o600 });
  return path;
}

function run(root: string, worker: string, args: readonly string[], dryRun: boolean): void {
  const wrangler = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
  const quiet = { WRANGLER_HIDE_BANNER: "true", WRANGLER_SEND_METRICS: "false" };
  // A dry run needs no network and no account; what it prints of bindings is of no use to anybody.
  const stdio = dryRun ? "pipe" : "inherit";
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...args], {
    ...{ cwd: root, stdio, encoding: "utf8", env: { ...process.env, ...quiet } },
  });
  if (status === 0) return;
  const said = [stdout, stderr].map((text) => text?.trim() ?? "").filter((text) => text !== "");
  throw new Refusal([`${worker} was not deployed.`, ...said].join("\n"));
}
