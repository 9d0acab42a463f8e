// `npm run test:browser [-- NAME]`: the pages in a real browser. Runs every tests/browser/*.browser.ts (or
// those whose names begin so), a file on each core, with the Chromium that this machine has; playwright-core brings none of its own.
import { accessSync, constants, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { ROOT } from "./serve/prepare.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const FOLDER = join(ROOT, "tests", "browser");

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const executablePath = findChromium();
if (!executablePath) {
  console.error("trunkline: there is no Chromium. On Debian or Ubuntu: apt-get install chromium.");
  process.exit(1);
}
// The sandbox of Chromium does not work for root, as whom containers run.
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });
let passed = 0;
let failed = 0;
const wanted = process.argv[2] ?? "";
const files = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".browser.ts") && name.startsWith(wanted),
);
await Promise.all(Array.from({ length: availableParallelism() }, lane));
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Takes the next file until there is none. */
async function lane(): Promise<void> {
  for (let name = files.shift(); name !== undefined; name = files.shift()) {
    const module: unknown = await import(pathToFileURL(join(FOLDER, name)).href);
    for (const test of testsOf(module, name)) {
      try {
        await test.run(browser);
        passed += 1;
        console.log(`passed  ${name}: ${test.name}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name}: ${test.name}`);
        console.log(error instanceof Error ? error.stack : error);
      }
    }
  }
}

interface BrowserTest {
  readonly name: string;
  run(on: typeof browser): Promise<void>;
}

function testsOf(module: unknown, name: string): readonly BrowserTest[] {
  if (typeof module === "object" && module !== null && "tests" in module) {
    if (Array.isArray(module.tests)) return module.tests;
  }
  throw new Error(`${name} must export its tests as "tests".`);
}
