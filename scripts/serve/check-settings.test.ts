import { expect, it } from "vitest";
import { checkSettings, type Environment } from "./check-settings.ts";
import { APPS, POOL, settingsOf } from "./settings.ts";

const ALL = [POOL, "telegram", "github", "asana"];
const TELEGRAM = { TELEGRAM_BOT_TOKEN: "1:v", TELEGRAM_WEBHOOK_SECRET: "v" };
const GITHUB = { GITHUB_TOKEN: "v", GITHUB_WEBHOOK_SECRET: "v" };
const KEY = { ANTHROPIC_API_KEY: "v" };

const starts: [string, Environment, string[]][] = [
  ["telegram alone", { ...KEY, ...TELEGRAM }, ["telegram"]],
  ["github with a token", { ...KEY, ...GITHUB }, ["github"]],
  [
    "github as an app",
    { ...KEY, GITHUB_APP_ID: "v", GITHUB_APP_PRIVATE_KEY: "v", GITHUB_WEBHOOK_SECRET: "v" },
    ["github"],
  ],
  ["several", { ...KEY, ...TELEGRAM, ASANA_ACCESS_TOKEN: "v" }, ["telegram", "asana"]],
  [
    "an optional setting does not start an app",
    { ...KEY, ...GITHUB, TELEGRAM_API_ROOT: "v" },
    ["github"],
  ],
];
it.each(starts)("starts %s", (_, env, apps) => {
  expect(checkSettings(env, ALL).apps.map(({ name }) => name)).toEqual(apps);
});

const SECRET = "canary-value";
const refusals: [string, Environment, RegExp][] = [
  [
    "nothing",
    KEY,
    /No app is configured.*TELEGRAM_BOT_TOKEN \+ TELEGRAM_WEBHOOK_SECRET \(telegram\)/,
  ],
  [
    "a token without its secret",
    { ...KEY, TELEGRAM_BOT_TOKEN: SECRET },
    /^telegram .*: TELEGRAM_WEBHOOK_SECRET is missing \(set: TELEGRAM_BOT_TOKEN\)\.$/,
  ],
  [
    "an empty secret",
    { ...KEY, TELEGRAM_BOT_TOKEN: SECRET, TELEGRAM_WEBHOOK_SECRET: "" },
    /TELEGRAM_WEBHOOK_SECRET is missing/,
  ],
  [
    "a half of a second app",
    { ...KEY, ...TELEGRAM, GITHUB_APP_ID: SECRET },
    /^github .*: GITHUB_WEBHOOK_SECRET and GITHUB_APP_PRIVATE_KEY is missing/,
  ],
  [
    "a secret that fits two ways",
    { ...KEY, GITHUB_WEBHOOK_SECRET: SECRET },
    /GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY is missing/,
  ],
  ["no key for the model", TELEGRAM, /^ANTHROPIC_API_KEY is not set/],
  [
    "a model elsewhere",
    { ...TELEGRAM, ANTHROPIC_BASE_URL: "http://10.0.0.1" },
    /^ANTHROPIC_API_KEY/,
  ],
  [
    "projects nobody can reach",
    { ...KEY, ASANA_ACCESS_TOKEN: SECRET, ASANA_PROJECTS: "1" },
    /^ASANA_PROJECTS needs PUBLIC_URL/,
  ],
  ["a wrong window", { ...KEY, ...TELEGRAM, BATCH_WINDOW_MS: SECRET }, /^BATCH_WINDOW_MS must/],
  ["a wrong egress", { ...KEY, ...TELEGRAM, TRUNKLINE_EGRESS: SECRET }, /^TRUNKLINE_EGRESS must/],
  ["a wrong port", { ...KEY, ...TELEGRAM, TELEGRAM_PORT: "70000" }, /^TELEGRAM_PORT must/],
  [
    "two problems",
    { TELEGRAM_BOT_TOKEN: SECRET },
    /TELEGRAM_WEBHOOK_SECRET[\s\S]*\nANTHROPIC_API_KEY/,
  ],
];
it.each(refusals)("refuses %s, without a value in the message", (_, env, message) => {
  expect(() => checkSettings(env, ALL)).toThrow(message);
  expect(() => checkSettings(env, ALL)).not.toThrow(SECRET);
});

it("does not consider an app without a folder", () => {
  const env = { ...KEY, ...TELEGRAM, GITHUB_TOKEN: "v" };
  expect(checkSettings(env, [POOL, "telegram"]).apps).toEqual([{ name: "telegram", port: 8801 }]);
});

it.each(["http://127.0.0.1:4010", "http://localhost:1", "http://[::1]:1"])(
  "needs no key for %s",
  (url) => {
    const { values } = checkSettings({ ...TELEGRAM, ANTHROPIC_BASE_URL: url }, ALL);
    expect(values.ANTHROPIC_API_KEY).toBe("offline");
  },
);

it("hands on only what a started Worker reads, and a port of its own", () => {
  const env = { ...KEY, ...TELEGRAM, ASANA_API_URL: "v", HOME: "v", TELEGRAM_PORT: "9" };
  const { apps, values } = checkSettings(env, ALL);
  expect(apps).toEqual([{ name: "telegram", port: 9 }]);
  expect(values).toEqual({ ...KEY, ...TELEGRAM });
});

it("gives the tokens of the owner's servers to the pool, and to nobody else", () => {
  const set = ["MCP_HANDBOOK_TOKEN", "TELEGRAM_BOT_TOKEN", "XMCP_A", "MCP_", "HOME"];
  expect(settingsOf(POOL, set)).toEqual([...settingsOf(POOL), "MCP_HANDBOOK_TOKEN"]);
  expect(settingsOf("telegram", set)).toEqual(settingsOf("telegram"));
  const env = { ...KEY, ...TELEGRAM, MCP_HANDBOOK_TOKEN: "v" };
  expect(checkSettings(env, ALL).values).toEqual(env);
});

it("lets no Worker see the token of another", () => {
  for (const { name } of APPS) {
    const own = `${name.toUpperCase()}_`;
    const foreign = [POOL, ...APPS.map((app) => app.name)].filter((worker) => worker !== name);
    for (const worker of foreign) {
      expect(settingsOf(worker).filter((setting) => setting.startsWith(own))).toEqual([]);
    }
    expect(settingsOf(name).filter((setting) => setting.startsWith("ANTHROPIC_"))).toEqual([]);
  }
});
