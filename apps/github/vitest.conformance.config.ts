import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { poolWorker, QUICK } from "../../packages/transport/src/testing/pool.ts";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { Far } from "../../tests/conformance/far.ts";
import { SECRET } from "../../tests/conformance/github/canaries.ts";
import { GitHubDriver } from "../../tests/conformance/github/driver.ts";

/** What stands beside vitest while this project runs. */
let far: Far | null = null;

/** The conformance kit inside workerd: the Worker with its objects, a pool that quotes, a fake in Node. */
export default defineConfig({
  plugins: [
    { name: "far", buildEnd: async () => far?.plugin.buildEnd() },
    // A function: nothing listens when other projects are run.
    cloudflareTest(async () => {
      const catcher = await Catcher.listen();
      const driver = await GitHubDriver.begin(catcher);
      far = await Far.listen(driver, [driver.server, catcher]);
      return {
        wrangler: { configPath: "./wrangler.jsonc" },
        miniflare: {
          bindings: {
            DRIVER_URL: far.url,
            LAW: process.env.LAW ?? "",
            GITHUB_APP_ID: String(driver.app?.id),
            GITHUB_APP_PRIVATE_KEY: driver.server.privateKey("pkcs1"),
            GITHUB_API_URL: driver.server.wire.origin,
            GITHUB_WEBHOOK_SECRET: SECRET,
            GITHUB_BOT_LOGIN: "trunkline",
            BOT_ID: String(driver.bot.id),
            TIMINGS: QUICK,
          },
          workers: [poolWorker("2026-11-01")],
        },
      };
    }),
  ],
  test: {
    name: "github-conformance",
    include: ["conformance.workerd.test.ts"],
    testTimeout: 180_000,
    // What objects log, and workerd about connections that were cut on purpose.
    silent: "passed-only",
  },
});
