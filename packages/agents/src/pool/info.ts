import { infoPrompt } from "@trunkline/prompts";
import type { RunRequest } from "../runs/protocol.ts";
import { type AtHand, TalkingAgent } from "./talking.ts";

/** Answers about the owner or the organisation, from the servers it was given. */
export class InfoAgent extends TalkingAgent {
  protected override readonly role = "info";

  protected override async atHand(request: RunRequest): Promise<AtHand> {
    const servers = this.agent.mcp ?? [];
    const { tools, away, close } = await this.served(servers);
    const sources = { known: servers.map(({ name }) => name), away };
    const system = infoPrompt(request.platform, sources, this.agent.prompt);
    return { system, tools: [...(await this.usualTools(request)), ...tools], close };
  }
}
