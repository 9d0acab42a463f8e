import * as z from "zod";
import { tool } from "../../src/tools/define.ts";
import { mcpTools } from "../../src/tools/from-mcp.ts";

/** Made at the top level, as an owner would: before anything has asked for the MCP client. */
const clock = tool({
  name: "clock",
  about: "The time now.",
  input: z.object({ zone: z.string().min(1) }),
  run: async ({ zone }) => zone,
});
const NOBODY = { name: "nobody", url: "http://127.0.0.1:9" };

export default {
  /** What the tool says of itself, and which servers could not be reached. */
  async fetch(): Promise<Response> {
    const { away, close } = await mcpTools([NOBODY], () => null);
    await close();
    return Response.json({ schema: clock.schema, away });
  },
};
