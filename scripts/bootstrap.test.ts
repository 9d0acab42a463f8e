import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let root: string;
const at = (path: string): string => join(root, path);
const write = (path: string, text: string): void => {
  mkdirSync(join(at(path), ".."), { recursive: true });
  writeFileSync(at(path), text);
};
const script = (path: string, text: string): void => {
  write(path, `#!/bin/sh\n${text}\n`);
  chmodSync(at(path), 0o755);
};

/** Stands in for npx: installs as pnpm would leave it, or fails. */
const INSTALL = `echo "$@" >>"${"$"}PWD/calls"; mkdir -p node_modules/.pnpm node_modules/.bin
cp pnpm-lock.yaml node_modules/.pnpm/lock.yaml; touch node_modules/.bin/node; echo "pnpm says hello"`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trunkline-bootstrap-"));
  mkdirSync(at("scripts"));
  cpSync(join(import.meta.dirname, "bootstrap.mjs"), at("scripts/bootstrap.mjs"));
  write("package.json", '{"packageManager": "pnpm@12.21.0+sha512.abc"}');
  write("pnpm-lock.yaml", "one");
  script("path/npx", INSTALL);
});
afterEach(() => rmSync(root, { recursive: true }));

const env = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${at("path")}:${process.env.PATH}`,
});
const bootstrap = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [at("scripts/bootstrap.mjs"), ...args], {
    encoding: "utf8",
    env: env(),
  });
const calls = (): string[] =>
  existsSync(at("calls")) ? readFileSync(at("calls"), "utf8").trimEnd().split("\n") : [];

it("installs once, with the pnpm of package.json and the lock file as it is", () => {
  const first = bootstrap("echo", "done");
  expect(first.stdout).toBe("done\n");
  expect(first.stderr).toContain("not installed yet; installing with pnpm@12.21.0 ");
  expect(first.stderr).toContain("pnpm says hello");
  expect(bootstrap("echo", "again")).toMatchObject({ stdout: "again\n", stderr: "" });
  expect(calls()).toEqual([
    "-y pnpm@12.21.0 install --frozen-lockfile --config.confirm-modules-purge=false --config.pm-on-fail=ignore --loglevel=error",
  ]);
});

const stale: [string, () => void, string][] = [
  [
    "the lock file has changed",
    () => write("pnpm-lock.yaml", "two"),
    "do not match pnpm-lock.yaml",
  ],
  ["the install was cut short", () => rmSync(at("node_modules/.bin/node")), "did not finish"],
  [
    "a package has no packages",
    () => write("apps/a/package.json", '{"dependencies": {"x": "1"}}'),
    "apps/a has no node_modules",
  ],
];
it.each(stale)("installs again when %s", (_, change, words) => {
  bootstrap();
  change();
  expect(bootstrap().stderr).toContain(words);
  expect(calls()).toHaveLength(2);
});

it("runs nothing after a failed install, and says so in one sentence", () => {
  script("path/npx", "exit 3");
  const failed = bootstrap("echo", "done");
  expect(failed).toMatchObject({ status: 1, stdout: "" });
  expect(failed.stderr).toContain("trunkline: the install failed (exit code 3)");
});

it("puts the tools of the workspace first, and passes the exit code on", () => {
  bootstrap();
  script("node_modules/.bin/tool", 'echo "own $1"; exit 7');
  script("path/tool", "echo other");
  expect(bootstrap("tool", "x")).toMatchObject({ status: 7, stdout: "own x\n" });
});

it("names a command that does not exist", () => {
  bootstrap();
  const failed = bootstrap("no-such-tool");
  expect(failed.status).toBe(127);
  expect(failed.stderr).toMatch(/^trunkline: cannot run "no-such-tool": .*\n$/);
});

it("passes signals on, and ends as the command did", async () => {
  bootstrap();
  script(
    "node_modules/.bin/tool",
    "trap 'echo got it; exit 5' TERM; echo up; while :; do sleep 0.05; done",
  );
  const child = spawn(process.execPath, [at("scripts/bootstrap.mjs"), "tool"], { env: env() });
  let output = "";
  child.stdout.on("data", (chunk) => {
    if (output === "") child.kill("SIGTERM");
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, output }).toEqual({ code: 5, output: "up\ngot it\n" });

  script("node_modules/.bin/tool", "kill -KILL $$");
  expect(bootstrap("tool").status).toBe(137);
});
