import { expect, it } from "vitest";
import { checkSettings } from "./check-settings.ts";
import { describe, type Started } from "./describe.ts";
import { POOL } from "./settings.ts";

const worker = (name: string, more: Partial<Started["config"]> = {}): Started => ({
  bundle: { modules: [{ name: "index.js", kind: "esModule", content: Buffer.from("") }] },
  config: {
    name,
    compatibilityDate: "2026-11-01",
    compatibilityFlags: [],
    classes: [],
    objects: [],
    services: [],
    vars: {},
    ...more,
  },
});
const settings = {
  apps: [{ name: "telegram", port: 8801 }],
  values: {},
  egress: "public" as const,
};

it("opens private addresses only when asked, and never for the public web", () => {
  const networks = (egress: "public" | "private") =>
    describe([worker("shared-agents")], { ...settings, egress }).networks;
  expect(networks("public")).toEqual([
    { name: "internet", allow: ["public", "local"] },
    { name: "public-web", allow: ["public"] },
  ]);
  expect(networks("private")).toEqual([
    { name: "internet", allow: ["public", "local", "private"] },
    { name: "public-web", allow: ["public"] },
  ]);
});

it("names the state of a class after its Worker and its first name", () => {
  const classes = [{ className: "New", storageName: "Old", sqlite: true }];
  const { workers } = describe([worker("telegram", { classes })], settings);
  expect(workers[0]?.namespaces).toEqual([
    { className: "New", uniqueKey: "telegram-Old", sqlite: true },
  ]);
});

it("refuses an object of a Worker that is not started", () => {
  const objects = [{ binding: "X", className: "C", worker: "github" }];
  expect(() => describe([worker("telegram", { objects })], settings)).toThrow(
    'apps/telegram/wrangler.jsonc binds C of "github", which is not started.',
  );
});

it("binds a further app, which is no row, to its own settings and nobody else's", () => {
  const further = [
    {
      ...{ name: "slack", folder: "examples/slack", port: 8810, portSetting: "SLACK_PORT" },
      ...{ ways: [["SLACK_BOT_TOKEN"]], optional: [] },
    },
  ];
  const env = { ANTHROPIC_API_KEY: "k", SLACK_BOT_TOKEN: "t" };
  const checked = checkSettings(env, [POOL], further);
  const names = [POOL, "slack"];
  const { workers, sockets } = describe(
    names.map((name) => worker(name)),
    checked,
  );
  expect(sockets).toMatchObject([{ address: "127.0.0.1:8810", service: "slack" }]);
  const bound = workers.map(({ bindings }) => bindings.map(({ name }) => name));
  expect(bound).toEqual([["ANTHROPIC_API_KEY", "WEB"], ["SLACK_BOT_TOKEN"]]);
});
