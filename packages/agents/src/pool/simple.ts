import { simplePrompt } from "@trunkline/prompts";
import type { RunRequest } from "../runs/protocol.ts";
import { type AtHand, TalkingAgent } from "./talking.ts";

/** Answers in one turn, with the history that the conversation sends along and light tools. */
export class SimpleAgent extends TalkingAgent {
  protected override readonly role = "simple";

  protected override async atHand(request: RunRequest): Promise<AtHand> {
    const system = simplePrompt(request.platform, this.agent.prompt);
    const { tools, close } = await this.served(this.agent.mcp?.filter((one) => one.everywhere));
    return { system, tools: [...(await this.usualTools(request)), ...tools], close };
  }
}
