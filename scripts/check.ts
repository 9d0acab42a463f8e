// `npm run check`: all that CI does. With --no-tests it leaves out the tests, for who has just run them.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { compileSnippets } from "./check/docs.ts";
import { staleExcerpts } from "./check/excerpts.ts";
import { exportsOf } from "./check/exports.ts";
import { adapterLines, leakedNames, linesBeside, tooLong, tooManyLines } from "./check/lines.ts";
import { leakedSecrets } from "./check/secrets.ts";
import { command, nothingFound, type Outcome, type Step } from "./check/step.ts";
import { entriesOf, PUBLISHED } from "./pack/stage.ts";
import { ROOT } from "./serve/prepare.ts";

const here = (path: string): boolean => existsSync(join(ROOT, path));
const ifThere = async (path: string, run: () => Promise<Outcome>): Promise<Outcome> =>
  here(path) ? run() : { kind: "skipped", why: `there is no ${path} yet` };
const chromium = ["chromium", "chromium-browser", "google-chrome"].some((name) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name))),
);

const steps: Step[] = [
  { name: "format and lint", run: () => command("biome", "check") },
  ...["tsconfig.json", "tsconfig.workers.json", "tsconfig.tests.json"].map((config) => ({
    name: `types, ${config}`,
    run: () => ifThere(config, () => command("tsc", "-p", config)),
  })),
  { name: "types of bindings", run: () => command("node", "scripts/types.ts", "--check") },
  {
    name: "adapter lines",
    run: async () => {
      const counts = adapterLines(ROOT);
      const note = counts.map(({ platform, folder, lines, limit }) => {
        const beside = linesBeside(ROOT, folder).map((part) => `+ ${part}`);
        return [`${platform} ${lines}/${limit}`, ...beside].join(" ");
      });
      return nothingFound(tooManyLines(counts), note.join(", "));
    },
  },
  { name: "file lengths", run: async () => nothingFound(tooLong(ROOT)) },
  { name: "no platform in the core", run: async () => nothingFound(leakedNames(ROOT)) },
  {
    name: "words for every export",
    run: async () => {
      const entries = PUBLISHED.flatMap((folder) => entriesOf(ROOT, folder));
      const { count, undocumented } = exportsOf(ROOT, "tsconfig.workers.json", entries);
      return nothingFound(undocumented, `${count} exports`);
    },
  },
  { name: "snippets in the docs", run: () => compileSnippets(ROOT) },
  { name: "excerpts in the docs", run: async () => nothingFound(staleExcerpts(ROOT)) },
  { name: "no secrets, no host names", run: async () => nothingFound(leakedSecrets(ROOT)) },
  {
    name: "tests",
    run: async () => {
      if (!process.argv.includes("--no-tests")) return command("vitest", "run");
      return { kind: "skipped", why: "--no-tests" };
    },
  },
  {
    name: "mutants, one for each law",
    run: () => command("node", "scripts/mutants.ts", "--quick"),
  },
  {
    name: "browser tests",
    run: () =>
      ifThere("scripts/test-browser.ts", async () => {
        if (chromium) return command("node", "scripts/test-browser.ts");
        return { kind: "skipped", why: "chromium is not installed" };
      }),
  },
  ...[
    { platform: "telegram", runs: "50" },
    { platform: "github", runs: "12" },
    { platform: "asana", runs: "12" },
  ].map(({ platform, runs }) => ({
    name: `chaos on ${platform}, ${runs} runs`,
    run: () =>
      ifThere("tests/crash/chaos.ts", () => {
        const which = ["--platform", platform, "--runs", runs, "--seed", "1"];
        return command("node", "tests/crash/chaos.ts", ...which);
      }),
  })),
];

const count = { passed: 0, failed: 0, skipped: 0 };
for (const { name, run } of steps) {
  const from = performance.now();
  // A step that throws has failed; the others are still worth running.
  const outcome = await run().catch(
    (error: unknown): Outcome => ({ kind: "failed", report: String(error) }),
  );
  count[outcome.kind] += 1;
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const detail =
    outcome.kind === "skipped" ? outcome.why : outcome.kind === "passed" ? outcome.note : "";
  console.log(`${outcome.kind.padEnd(8)} ${name} (${seconds} s)${detail ? `: ${detail}` : ""}`);
  if (outcome.kind === "failed") console.log(outcome.report.trimEnd().replace(/^/gm, "    "));
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 ? 1 : 0;
