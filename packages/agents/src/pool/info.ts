import { infoPrompt } from "@trunkline/prompts";
import type { RunRequest } from "../runs/protocol.ts";
import { mcpTools } from "../tools/from-mcp.ts";
import { type AtHand, TalkingAgent } from "./talking.ts";

/** Answers about the owner or the organisation, from the servers it was given. */
export class InfoAgent extends TalkingAgent {
  protected override readonly role = "info";

  protected override async atHand(request: RunRequest): Promise<AtHand> {
    const settings = this.env as unknown as Readonly<Record<string, unknown>>;
    const setting = (name: string) => {
      const value = settings[name];
      return typeof value === "string" ? value : null;
    };
    const servers = this.agent.mcp ?? [];
    const { tools, away, close } = await mcpTools(servers, setting);
    if (away.length > 0) this.log("mcp.away", { servers: away.join(", ") });
    const sources = { known: servers.map(({ name }) => name), away };
    const system = infoPrompt(request.platform, sources, this.agent.prompt);
    return { system, tools: [...tools, ...(await this.usualTools(request))], close };
  }
}
