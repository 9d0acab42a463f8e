import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { poolWorker, QUICK } from "../../packages/transport/src/testing/pool.ts";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { Far } from "../../tests/conformance/far.ts";
import { SECRET } from "../../tests/conformance/github/canaries.ts";
import { GitHubDriver } from "../../tests/conformance/github/driver.ts";

/** The conformance kit inside workerd: the Worker with its objects, a pool that quotes, a fake in Node. */
const catcher = await Catcher.listen();
const driver = await GitHubDriver.begin(catcher);
const far = await Far.listen(driver, [driver.server, catcher]);

export default defineConfig({
  plugins: [
    far.plugin,
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          DRIVER_URL: far.url,
          GITHUB_APP_ID: String(driver.app.id),
          GITHUB_APP_PRIVATE_KEY: driver.server.privateKey("pkcs1"),
          GITHUB_API_URL: driver.server.wire.origin,
          GITHUB_WEBHOOK_SECRET: SECRET,
          GITHUB_BOT_LOGIN: "trunkline",
          BOT_ID: String(driver.app.bot.id),
          TIMINGS: QUICK,
        },
        workers: [poolWorker("2026-11-01")],
      },
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
