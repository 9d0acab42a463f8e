import { adjusted } from "./adjust.ts";
import { BudgetAgent } from "./budget.ts";
import type { AgentDefinition } from "./define.ts";
import { DirectoryAgent } from "./directory.ts";
import type { AgentsEnv } from "./env.ts";
import { HITLAgent } from "./hitl.ts";
import { InfoAgent } from "./info.ts";
import { MemoryAgent } from "./memory.ts";
import { OrchestratorAgent } from "./orchestrator.ts";
import { LeadResearcherAgent } from "./researcher.ts";
import { RouterAgent } from "./router.ts";
import { SimpleAgent } from "./simple.ts";

/**
 * The classes of the pool, made yours by a definition.
 *
 * @example
 * ```ts
 * import { createPool, defineAgent } from "@trunkline/agents/pool";
 * const pool = createPool(defineAgent({ prompt: { persona: "You are Ada." } }));
 * export class SimpleAgent extends pool.SimpleAgent {}
 * ```
 */
export function createPool(agent: AgentDefinition) {
  return {
    RouterAgent,
    MemoryAgent,
    BudgetAgent,
    DirectoryAgent,
    SimpleAgent: class extends SimpleAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    HITLAgent: class extends HITLAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    OrchestratorAgent: class extends OrchestratorAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    LeadResearcherAgent: class extends LeadResearcherAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    InfoAgent: class extends InfoAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
  };
}
