import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { poolWorker, QUICK } from "../../packages/transport/src/testing/pool.ts";
import { ADMIN_TOKEN, TOKEN } from "../../tests/conformance/asana/canaries.ts";
import { AsanaDriver } from "../../tests/conformance/asana/driver.ts";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { Far } from "../../tests/conformance/far.ts";

/** What `src/client.ts` imports. */
const CLIENT = [
  "ApiClient",
  ..."Attachments Events Stories Tasks Users Webhooks WorkspaceMemberships"
    .split(" ")
    .map((name) => `api/${name}Api`),
];

/** What stands beside vitest while this project runs. */
let far: Far | null = null;

/** The conformance kit inside workerd: the Worker with its objects, a pool that quotes, a fake in Node. */
export default defineConfig({
  // As in wrangler.jsonc, which only counts for the bundle.
  resolve: {
    alias: { superagent: `${import.meta.dirname}/superagent-fetch.ts` },
  },
  plugins: [
    { name: "far", buildEnd: async () => far?.plugin.buildEnd() },
    // A function: nothing listens when other projects are run.
    cloudflareTest(async () => {
      const catcher = await Catcher.listen();
      const driver = await AsanaDriver.begin(catcher, "app");
      far = await Far.listen(driver, [driver.server, catcher]);
      return {
        wrangler: { configPath: "./wrangler.jsonc" },
        miniflare: {
          bindings: {
            DRIVER_URL: far.url,
            LAW: process.env.LAW ?? "",
            ASANA_ACCESS_TOKEN: TOKEN,
            ASANA_API_URL: `${driver.server.wire.origin}/api/1.0`,
            ASANA_ALLOWED_USERS: "*",
            ASANA_PROJECTS: driver.project.gid,
            BOT_ID: driver.server.bot.gid,
            PUBLIC_URL: catcher.origin,
            ADMIN_TOKEN,
            TIMINGS: QUICK,
          },
          workers: [poolWorker("2026-11-01")],
        },
      };
    }),
  ],
  test: {
    name: "asana-conformance",
    include: ["conformance.workerd.test.ts"],
    testTimeout: 180_000,
    // What objects log, and workerd about connections that were cut on purpose.
    silent: "passed-only",
    // Bundled like the Worker: otherwise the client, CommonJS, would be read as it is.
    deps: {
      optimizer: { ssr: { enabled: true, include: CLIENT.map((part) => `asana/dist/${part}.js`) } },
    },
  },
});
