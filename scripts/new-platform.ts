// `npm run new-platform -- NAME [--dir apps/FOLDER|examples/FOLDER] [--no-install]`: an app for another platform, as
// far as it can be made without knowing it. It type-checks, and the conformance kit says what is to be written.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { leakedNames } from "./check/lines.ts";
import { filesOf, inTheWay } from "./new-platform/files.ts";
import { namesOf, USAGE } from "./new-platform/names.ts";
import { withRow } from "./new-platform/row.ts";
import { ROOT } from "./serve/prepare.ts";
import { Refusal } from "./serve/refusal.ts";
import { APPS } from "./serve/settings.ts";
import { helped } from "./usage.ts";

const SETTINGS = join(ROOT, "scripts", "serve", "settings.ts");

function run(what: string, file: string, ...args: string[]): void {
  // Also when it was not started by npm: the workspace's own Node and tools first.
  const env = {
    ...process.env,
    PATH: `${join(ROOT, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
  };
  const { status } = spawnSync(file, args, { cwd: ROOT, env, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Refusal(`${what} failed; its own words are above.`);
}

function make(args: readonly string[]): void {
  const names = namesOf(args);
  const files = filesOf(ROOT, names);
  const taken = inTheWay(ROOT, files);
  if (taken.length > 0)
    throw new Refusal(`Nothing was written: ${taken.join(", ")} exists already.`);
  const served = names.folder === `apps/${names.name}`;
  const [word] = served ? leakedNames(ROOT, [names.name]) : [];
  if (word !== undefined) {
    throw new Refusal(
      `The core may not know a platform's name, and has this word: take another.\n${word}`,
    );
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  if (served) {
    const source = readFileSync(SETTINGS, "utf8");
    writeFileSync(
      SETTINGS,
      withRow(
        source,
        names,
        APPS.map(({ port }) => port),
      ),
    );
  }
  if (!args.includes("--no-install")) {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const quiet = ["--config.confirm-modules-purge=false", "--config.pm-on-fail=ignore"];
    run("The install", "npx", "-y", packageManager, "install", "--no-frozen-lockfile", ...quiet);
  }
  run("Writing the types of its bindings", "node", "scripts/types.ts", names.folder);
  run("Formatting", "biome", "check", "--write", names.folder);
  console.log(`${names.folder} is there${served ? `, and npm run serve knows it` : ""}. What is to be written:

  npm test -- ${names.folder}

A tab of the playground is there too, and shows what is not written yet: npm start -- --with ${names.folder.split("/").at(-1)}

Begin with fake/ and testing/, which imitate an invented platform: make them ${names.Name}. The guide: docs/new-platform.md`);
}

try {
  helped(USAGE);
  make(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
