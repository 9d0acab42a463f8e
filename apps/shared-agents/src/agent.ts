import { defineAgent } from "@trunkline/agents/pool";

/** The one place where the bot becomes yours: persona, instructions, tools, MCP servers, models, budgets. */
export const agent = defineAgent({});
