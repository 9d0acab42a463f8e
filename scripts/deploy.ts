// `npm run deploy`: uploads the pool and the apps that have their settings, in the order in which they can be
// bound to one another. The settings of the environment go along as secrets.
//
//   npm run deploy                        the first time: the pool, the apps, the pool with their doors
//   npm run deploy -- --update            all of them are there already: once each
//   npm run deploy -- telegram github     only these apps
//   npm run deploy -- --dry-run           builds and says what would happen; needs no network
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deployments } from "./deploy/plan.ts";
import { upload } from "./deploy/upload.ts";
import { checkSettings } from "./serve/check-settings.ts";
import { checkKey } from "./serve/key.ts";
import { ROOT } from "./serve/prepare.ts";
import { Refusal } from "./serve/refusal.ts";
import { APPS } from "./serve/settings.ts";
import { checkSpelling } from "./serve/spelling.ts";

try {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: { "dry-run": { type: "boolean" }, update: { type: "boolean" } },
  });
  const names = APPS.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Refusal(`There is no app ${unknown.join(", ")}.`);
  const wanted = positionals.length > 0 ? positionals : names;
  const there = wanted.filter((name) => existsSync(join(ROOT, "apps", name, "wrangler.jsonc")));
  const { apps, values } = checkSettings(process.env, there);
  await checkKey(ROOT, values);
  await checkSpelling(ROOT, { apps, values }, APPS);
  const found = apps.map(({ name }) => name);
  const missing = positionals.filter((name) => !found.includes(name));
  if (missing.length > 0) throw new Refusal(`${missing.join(", ")} has no settings.`);
  const dryRun = flags["dry-run"] ?? false;
  for (const step of deployments(found, values, flags.update ?? false)) {
    const doors = step.doors.length > 0 ? `, doors: ${step.doors.join(", ")}` : "";
    console.log(`${step.worker}${doors}, secrets: ${step.secrets.join(", ") || "none"}`);
    await upload(step, { root: ROOT, values, dryRun });
  }
  console.log(dryRun ? "Nothing was uploaded." : "Deployed.");
} catch (error) {
  const why = error instanceof Refusal || error instanceof TypeError ? error.message : null;
  if (why === null) throw error;
  for (const line of why.split("\n")) console.error(`trunkline: ${line}`);
  process.exitCode = 1;
}
