import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { poolWorker, QUICK } from "../../../packages/transport/src/testing/pool.ts";
import { Catcher } from "../catcher.ts";
import { Far } from "../far.ts";
import { ADMIN_TOKEN, SECRET, TOKEN } from "../telegram/canaries.ts";
import { TelegramDriver } from "../telegram/driver.ts";

const APP = `${import.meta.dirname}/../../../apps/telegram`;

/** What stands beside vitest while this project runs. */
let far: Far | null = null;

/** Telegram without edits, inside workerd: the tier `at-most-once`, which no platform of ours is in. */
export default defineConfig({
  root: APP,
  plugins: [
    { name: "far", buildEnd: async () => far?.plugin.buildEnd() },
    // A function: nothing listens when other projects are run.
    cloudflareTest(async () => {
      const catcher = await Catcher.listen();
      const driver = await TelegramDriver.begin(catcher);
      far = await Far.listen(driver, [driver.server, catcher]);
      return {
        main: "./conformance-lean.ts",
        wrangler: { configPath: "./wrangler.jsonc" },
        miniflare: {
          bindings: {
            DRIVER_URL: far.url,
            LAW: process.env.LAW ?? "",
            TELEGRAM_BOT_TOKEN: TOKEN,
            TELEGRAM_WEBHOOK_SECRET: SECRET,
            TELEGRAM_ALLOWED_USERS: "*",
            TELEGRAM_API_ROOT: driver.server.wire.origin,
            ADMIN_TOKEN,
            TIMINGS: QUICK,
          },
          workers: [poolWorker("2026-11-01")],
        },
      };
    }),
  ],
  test: {
    name: "lean-conformance",
    include: ["conformance-lean.workerd.test.ts"],
    testTimeout: 180_000,
    // What objects log, and workerd about connections that were cut on purpose.
    silent: "passed-only",
  },
});
