import type { Client } from "@modelcontextprotocol/client";
import { messageOf } from "@trunkline/transport";
import type { McpServer } from "../pool/define.ts";
import { withTimeout } from "../timeout.ts";
import { bounded, offerable } from "./mcp-offer.ts";
import type { Tool, ToolOutput } from "./tool.ts";

/** Long enough for a cold start, short enough for somebody who waits. */
const CONNECT_MS = 10_000;
const CALL_MS = 45_000;
/** Of one answer of a server; a result that a model is shown is far shorter. */
const MOST_BYTES = 4 * 1024 * 1024;
const UNFIT = /[^a-z0-9_]+/g;

type Library = typeof import("./mcp-client.ts");

/** What servers offer at this moment, and which of them could not be reached. */
export interface McpTools {
  readonly tools: readonly Tool[];
  /** Names of servers that did not answer. */
  readonly away: readonly string[];
  close(): Promise<void>;
}

/**
 * Connects to servers of the Model Context Protocol over streamable HTTP. A tool is offered when its
 * server calls it read-only, or when the definition of the server names it. A server that cannot be
 * reached is named and left out.
 *
 * @param setting - looks up the settings that hold tokens
 */
export async function mcpTools(
  servers: readonly McpServer[],
  setting: (name: string) => string | null | undefined,
): Promise<McpTools> {
  if (servers.length === 0) return { tools: [], away: [], close: async () => {} };
  // Not before there is a server: its schemas would be a third of the start of the Worker.
  const library = await import("./mcp-client.ts");
  const clients: Client[] = [];
  const away: string[] = [];
  const tools = await Promise.all(
    servers.map(async (server) => {
      const client = new library.Client({ name: "trunkline", version: "1" });
      clients.push(client);
      try {
        const tools = offered(library, client, server, setting);
        return await withTimeout(tools, CONNECT_MS, server.name);
      } catch {
        away.push(server.name);
        return [];
      }
    }),
  );
  const close = async () => {
    await Promise.allSettled(clients.map((client) => client.close()));
  };
  return { tools: tools.flat(), away, close };
}

async function offered(
  { StreamableHTTPClientTransport }: Library,
  client: Client,
  server: McpServer,
  setting: (name: string) => string | null | undefined,
): Promise<Tool[]> {
  const token = server.tokenSetting ? setting(server.tokenSetting) : null;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const url = new URL(server.url);
  const flood = new AbortController();
  const over = () => flood.abort(new Error("it sends too much"));
  const options = { requestInit: { headers }, fetch: bounded(MOST_BYTES, over) };
  await client.connect(new StreamableHTTPClientTransport(url, options));
  const { tools } = await client.listTools();
  return offerable(tools, server.tools).map(({ name, description, inputSchema }): Tool => {
    const own = `${server.name}_${name.toLowerCase().replace(UNFIT, "_")}`.slice(0, 64);
    return {
      name: own,
      about: description ?? name,
      schema: inputSchema,
      effect: "read",
      trust: server.trust ?? "untrusted",
      private: server.private ?? true,
      agents: ["info", ...(server.everywhere ? (["simple"] as const) : [])],
      // The client would wait for the rest, or ask for it again.
      run: (input, { signal }) =>
        call(client, name, input, AbortSignal.any([signal, flood.signal])),
    };
  });
}

async function call(
  client: Client,
  name: string,
  input: unknown,
  signal: AbortSignal,
): Promise<ToolOutput> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { ok: false, error: "the input is not an object" };
  }
  try {
    const params = { name, arguments: { ...input } };
    const { content, structuredContent, isError } = await client.callTool(params, {
      signal,
      timeout: CALL_MS,
    });
    const parts = content.map((part) =>
      part.type === "text" ? part.text : `(${part.type}, which cannot be shown here)`,
    );
    const text = parts.join("\n") || JSON.stringify(structuredContent ?? null);
    return isError ? { ok: false, error: text } : { ok: true, text };
  } catch (error) {
    return { ok: false, error: `the server did not answer: ${messageOf(error)}` };
  }
}
