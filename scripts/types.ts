// `npm run types`: writes worker-configuration.d.ts, the types of each Worker's bindings, from its wrangler.jsonc,
// in apps/* and examples/*, or in the folders that are named. With --check it only says whether the files that
// exist are up to date.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { ROOT } from "./serve/prepare.ts";
import { POOL } from "./serve/settings.ts";

const TYPES = "worker-configuration.d.ts";
const check = process.argv.includes("--check");
const wrangler = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");
const pascal = (name: string): string => name.replace(/(^|-)(\w)/g, (_, __, c) => c.toUpperCase());

let failed = false;
const named = process.argv.slice(2).filter((one) => !one.startsWith("-"));
const all = ["apps", "examples"].flatMap((parent) =>
  existsSync(join(ROOT, parent))
    ? readdirSync(join(ROOT, parent)).map((name) => join(parent, name))
    : [],
);
for (const folder of named.length > 0 ? named : all) {
  const cwd = join(ROOT, folder);
  const app = basename(folder);
  if (!existsSync(join(cwd, "wrangler.jsonc"))) continue;
  if (check && !existsSync(join(cwd, TYPES))) continue;
  // Named after the app: two global `Env` in one program would merge.
  const names = ["--env-interface", `${pascal(app)}Bindings`, "--include-runtime", "false"];
  // The pool's configuration gives the classes that are bound through script_name.
  const pool =
    app === POOL ? [] : ["-c", join(relative(cwd, join(ROOT, "apps", POOL)), "wrangler.jsonc")];
  const args = [wrangler, "types", TYPES, "-c", "wrangler.jsonc", ...pool, ...names];
  const env = { ...process.env, WRANGLER_HIDE_BANNER: "true", WRANGLER_SEND_METRICS: "false" };
  const run = spawnSync(process.execPath, [...args, ...(check ? ["--check"] : [])], { cwd, env });
  if (run.status === 0) continue;
  failed = true;
  process.stderr.write(`${folder}/${TYPES}:\n${run.stdout}${run.stderr}`);
}
process.exitCode = failed ? 1 : 0;
