import { expect, test } from "vitest";
import { createTestHarness } from "wrangler";

const CONFIG = new URL("../../packages/agents/testing/own-tools/wrangler.jsonc", import.meta.url);

// What `import()` reaches is wrapped by the bundler, and zod is on both sides (packages/agents/src/tools/mcp-client.ts):
// schemas at the top level would find no classes yet, and the Worker would not start.
test("a tool of one's own is made with zod, and the MCP client is loaded beside it", async () => {
  const harness = createTestHarness({ workers: [{ configPath: CONFIG }] });
  try {
    await harness.listen();
    const answer = await harness.getWorker("own-tools").fetch("http://own-tools/");
    expect(await answer.json()).toEqual({
      schema: {
        type: "object",
        properties: { zone: { type: "string", minLength: 1 } },
        required: ["zone"],
      },
      away: ["nobody"],
    });
  } finally {
    await harness.close();
  }
}, 60_000);
