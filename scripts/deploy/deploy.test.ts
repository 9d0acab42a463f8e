import { spawnSync } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ROOT } from "../serve/prepare.ts";
import { dummyWorkspace } from "../serve/testing/dummy.ts";
import { withDoors } from "./config.ts";
import { deployments } from "./plan.ts";

const values = {
  ...{ TELEGRAM_BOT_TOKEN: "1:canary", TELEGRAM_WEBHOOK_SECRET: "hook", GITHUB_TOKEN: "canary" },
  ...{ GITHUB_WEBHOOK_SECRET: "hook", ANTHROPIC_API_KEY: "canary", ADMIN_TOKEN: "canary" },
  TRUNKLINE_FAILPOINTS: "http://127.0.0.1:1",
};

it("goes round the first time, because neither side can be bound to what is not there", () => {
  const order = (update: boolean) =>
    deployments(["telegram", "github"], values, update).map(({ worker, doors }) =>
      [worker, ...doors].join(" "),
    );
  expect(order(false)).toEqual([
    ...["shared-agents", "telegram", "github", "shared-agents telegram github"],
  ]);
  expect(order(true)).toEqual(["shared-agents telegram github", "telegram", "github"]);
});

it("gives each Worker its own secrets, and the pool no platform's", () => {
  const secrets = Object.fromEntries(
    deployments(["telegram", "github"], values, true).map(({ worker, secrets }) => [
      worker,
      secrets,
    ]),
  );
  expect(secrets).toEqual({
    "shared-agents": ["ANTHROPIC_API_KEY", "ADMIN_TOKEN"],
    telegram: ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "ADMIN_TOKEN"],
    github: ["GITHUB_WEBHOOK_SECRET", "GITHUB_TOKEN", "ADMIN_TOKEN"],
  });
});

it("binds the doors that are there, and leaves other services alone", () => {
  const config = {
    main: "x.ts",
    services: [
      { binding: "A_DOOR", service: "a" },
      { binding: "B_DOOR", service: "b" },
      { binding: "MAIL", service: "mail" },
    ],
  };
  const bound = (doors: string[]) =>
    withDoors(config, doors).services.map(({ binding }) => binding);
  expect(bound([])).toEqual(["MAIL"]);
  expect(bound(["b", "c"])).toEqual(["B_DOOR", "MAIL"]);
  expect(withDoors({ main: "x.ts" }, ["a"])).toEqual({ main: "x.ts" });
});

const workspace = dummyWorkspace();
afterAll(() => workspace.remove());
const { PATH, HOME } = process.env;

function deploy(env: Record<string, string>, ...args: string[]) {
  for (const name of ["deploy", "deploy.ts"]) {
    cpSync(join(ROOT, "scripts", name), join(workspace.root, "scripts", name), { recursive: true });
  }
  const script = join(workspace.root, "scripts/deploy.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--dry-run", ...args], {
    ...{ cwd: workspace.root, encoding: "utf8", env: { PATH, HOME, ...env } },
  });
  return { status, stdout, stderr };
}

it("builds everything in a dry run, without the network, and leaves nothing behind", () => {
  const { TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, ANTHROPIC_API_KEY } = values;
  const env = { TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, ANTHROPIC_API_KEY };
  // Whatever wants to call out finds nobody.
  const offline = { https_proxy: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" };
  const { status, stdout, stderr } = deploy({ ...env, ...offline });
  expect(status, stderr).toBe(0);
  expect(stderr).not.toContain("canary");
  expect(stdout.trim().split("\n")).toEqual([
    "shared-agents, secrets: ANTHROPIC_API_KEY",
    "telegram, secrets: TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET",
    "shared-agents, doors: telegram, secrets: ANTHROPIC_API_KEY",
    "Nothing was uploaded.",
  ]);
  expect(stdout).not.toContain("canary");
  const cache = join(workspace.root, "node_modules/.cache/trunkline");
  expect(readdirSync(cache).filter((name) => name.startsWith("deploy-"))).toEqual([]);
}, 60_000);

it.each<[string, Record<string, string>, string[], RegExp]>([
  ["nothing is set", {}, [], /No app is configured/],
  ["an app is unknown", {}, ["pigeon"], /There is no app pigeon/],
  ["an app has no settings", { ANTHROPIC_API_KEY: "x" }, ["telegram"], /No app is configured/],
  ["an option is unknown", {}, ["--dry"], /Unknown option '--dry'/],
])("says so when %s", (_name, env, args, words) => {
  const { status, stderr } = deploy(env, ...args);
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
  expect(stderr).not.toContain("    at ");
});
