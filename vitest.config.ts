import { configDefaults, defineConfig } from "vitest/config";

/** Tests named like this run inside workerd, not in Node. */
const WORKERD_TESTS = "**/*.workerd.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          // Bounds a test that hangs; none waits for it.
          testTimeout: 30_000,
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/{src,reach}/**/*.test.ts",
            "scripts/**/*.test.ts",
            "tests/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, WORKERD_TESTS],
        },
      },
      // Projects inside workerd go here, one per Worker, in a file of their own:
      //   "apps/telegram/vitest.config.ts", with
      //   plugins: [cloudflareTest({ wrangler: { configPath: "./wrangler.jsonc" } })] and include: [WORKERD_TESTS]
    ],
  },
});
