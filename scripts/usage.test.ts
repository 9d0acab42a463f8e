import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./serve/prepare.ts";

/** Without settings: a command that did anything would say what it misses. */
function run(script: string, arg: string) {
  const { PATH, HOME } = process.env;
  const args = ["--disable-warning=ExperimentalWarning", join(ROOT, script), arg];
  return spawnSync(process.execPath, args, { encoding: "utf8", env: { PATH, HOME } });
}

const COMMANDS: [string, string][] = [
  ["scripts/start.ts", "npm start"],
  ["scripts/serve/main.ts", "npm run serve"],
  ["scripts/new-platform.ts", "npm run new-platform"],
  ["tests/crash/chaos.ts", "npm run chaos"],
  ["bench/run.ts", "npm run bench"],
];

it.each(COMMANDS)("%s --help: its usage, and nothing else", (script, usage) => {
  const { status, stdout, stderr } = run(script, "--help");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(usage);
});

it.each(COMMANDS)(
  "%s with an option that it does not know: its usage, no stack",
  (script, usage) => {
    const { status, stdout, stderr } = run(script, "--nonsense");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(usage);
    expect(stderr).not.toContain("    at ");
  },
);
