import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
// Not by the package's name: this file is loaded by Node as it is.
import { poolWorker, QUICK } from "../../packages/transport/src/testing/pool.ts";
import { Far } from "../../tests/conformance/far.ts";
import { SlackFake } from "./fake/index.ts";
import { SlackDriver } from "./testing/driver.ts";

/** The kit inside workerd: the Worker with its objects, a pool that quotes the question, the fake in Node. */
const fake = new SlackFake();
const root = await fake.listen();
const far = await Far.listen(new SlackDriver(fake), [fake]);

export default defineConfig({
  plugins: [
    far.plugin,
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          DRIVER_URL: far.url,
          SLACK_API_URL: root,
          SLACK_BOT_TOKEN: fake.token,
          SLACK_SIGNING_SECRET: fake.signingSecret,
          SLACK_ALLOWED_USERS: "*",
          BOT_USER: fake.workspace.bot.user,
          SECRETS: JSON.stringify(fake.secrets),
          TIMINGS: QUICK,
        },
        workers: [poolWorker("2026-11-01")],
      },
    }),
  ],
  test: {
    name: "slack-workerd",
    include: ["conformance.workerd.test.ts"],
    testTimeout: 120_000,
    // What objects log, and workerd about connections that were cut on purpose.
    silent: "passed-only",
  },
});
