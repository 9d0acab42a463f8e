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
import { CodeWorker } from "./workers/code.ts";
import { DoorWorker } from "./workers/door.ts";
import { ResearchWorker } from "./workers/research.ts";

type Made<A> = new (ctx: DurableObjectState, env: AgentsEnv) => A;

/** What the pool's entry exports; the names are those of `wrangler.jsonc`. */
export interface Pool {
  readonly RouterAgent: Made<RouterAgent>;
  readonly MemoryAgent: typeof MemoryAgent;
  readonly BudgetAgent: typeof BudgetAgent;
  readonly DirectoryAgent: typeof DirectoryAgent;
  readonly SimpleAgent: Made<SimpleAgent>;
  readonly HITLAgent: Made<HITLAgent>;
  readonly OrchestratorAgent: Made<OrchestratorAgent>;
  readonly LeadResearcherAgent: Made<LeadResearcherAgent>;
  readonly InfoAgent: Made<InfoAgent>;
  readonly CodeWorker: Made<CodeWorker>;
  readonly ResearchWorker: Made<ResearchWorker>;
  /** The worker behind one door; its binding is named like the door: `EXAMPLE_WORKER`, `EXAMPLE_DOOR`. */
  readonly doorWorker: (door: string) => Made<DoorWorker>;
}

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
export function createPool(agent: AgentDefinition): Pool {
  return {
    RouterAgent: class extends RouterAgent {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
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
    CodeWorker: class extends CodeWorker {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    ResearchWorker: class extends ResearchWorker {
      constructor(ctx: DurableObjectState, env: AgentsEnv) {
        super(ctx, env, adjusted(agent, env));
      }
    },
    doorWorker: (door: string) =>
      class extends DoorWorker {
        constructor(ctx: DurableObjectState, env: AgentsEnv) {
          super(ctx, env, adjusted(agent, env), door);
        }
      },
  };
}
