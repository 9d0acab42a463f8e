import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-11-01" } })],
  // Bounds a test that hangs; none waits for it.
  test: {
    name: "shared-agents-workerd",
    include: ["src/**/*.workerd.test.ts"],
    testTimeout: 30_000,
  },
});
