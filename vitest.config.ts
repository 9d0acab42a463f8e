import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests named like this run inside workerd, not in Node. */
const WORKERD_TESTS = "**/*.workerd.test.ts";

/** What takes minutes begins first: at the end both cores have something to do. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = ({ moduleId }: TestSpecification) => moduleId.includes("/tests/crash/");
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    // One core less is the default, which of two leaves half idle.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          // Bounds a test that hangs; none waits for it.
          testTimeout: 30_000,
          // Real processes on a machine that others use too: a deadline may starve. A second try is
          // printed beside the test's name.
          retry: process.env.CI ? 1 : 0,
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/{src,reach,door,knowledge,fake,testing}/**/*.test.ts",
            "examples/*/{src,knowledge,fake,testing}/**/*.test.ts",
            "{apps,examples}/*/conformance.test.ts",
            "scripts/**/*.test.ts",
            "tests/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, WORKERD_TESTS],
        },
      },
      // Projects inside workerd: one for each Worker, in a file beside its `wrangler.jsonc`.
      "apps/*/vitest.config.ts",
      "apps/*/vitest.conformance.config.ts",
      "tests/conformance/lean/vitest.config.ts",
      "packages/agents/testing/door/vitest.config.ts",
      "examples/*/vitest.config.ts",
    ],
  },
});
