import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
// Not by the package's name: this file is loaded by Node as it is.
import { poolWorker } from "../../../transport/src/testing/pool.ts";
import { Far } from "./far.ts";

const far = new Far();
const TIMINGS = { settleMs: 20, retryFirstMs: 5, batchWindowMs: 5, pokeMs: 100, accountMs: 60_000 };

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          TOY_TOKEN: "token-of-the-toy",
          ADMIN_TOKEN: "token-of-the-operator",
          TOY_PLACES: "open, read@library, -toy_paint@glass",
          TIMINGS: JSON.stringify(TIMINGS),
          TRUNKLINE_FAILPOINTS: "http://127.0.0.1:9",
        },
        outboundService: (request: { url: string }) => far.answer(request),
        workers: [poolWorker("2026-11-01")],
      },
    }),
  ],
  test: { name: "door-workerd", include: ["*.workerd.test.ts"], silent: "passed-only" },
});
