import * as classic from "zod";
import * as mini from "zod/mini";
import * as v4 from "zod/v4";
import { tool } from "../../src/tools/define.ts";
import { mcpTools } from "../../src/tools/from-mcp.ts";

const run = async () => "";
/** Made at the top level, as an owner would: before anything has asked for the MCP client. */
const tools = [
  tool({ name: "classic", about: "", input: classic.object({ n: classic.int().min(1) }), run }),
  tool({ name: "mini", about: "", input: mini.object({ n: mini.int() }), run }),
  tool({ name: "v4", about: "", input: v4.object({ n: v4.int().optional() }), run }),
];
const NOBODY = { name: "nobody", url: "http://127.0.0.1:9" };

export default {
  /** What the tools say of themselves, and which servers could not be reached. */
  async fetch(): Promise<Response> {
    const { away, close } = await mcpTools([NOBODY], () => null);
    await close();
    return Response.json({ tools: tools.map(({ name, schema }) => [name, schema.type]), away });
  },
};
