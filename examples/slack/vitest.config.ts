import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
// Not by the package's name: this file is loaded by Node as it is.
import { poolWorker, QUICK } from "../../packages/transport/src/testing/pool.ts";
import { Far } from "../../tests/conformance/far.ts";
import { SlackFake } from "./fake/index.ts";
import { SlackDriver } from "./testing/driver.ts";

/** What stands beside vitest while this project runs. */
let far: Far | null = null;

/** The kit inside workerd: the Worker with its objects, a pool that quotes the question, the fake in Node. */
export default defineConfig({
  plugins: [
    { name: "far", buildEnd: async () => far?.plugin.buildEnd() },
    // A function: nothing listens when other projects are run.
    cloudflareTest(async () => {
      const fake = new SlackFake();
      const root = await fake.listen();
      far = await Far.listen(new SlackDriver(fake), [fake]);
      return {
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
      };
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
