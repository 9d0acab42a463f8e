import { simplePrompt } from "@trunkline/prompts";
import { Proposed } from "../approvals/protocol.ts";
import { anthropic, type ModelPort } from "../model/anthropic.ts";
import { RunHost, type RunScope } from "../runs/host.ts";
import type { RunFinal, RunRequest } from "../runs/protocol.ts";
import type { AgentDefinition } from "./define.ts";
import type { AgentsEnv } from "./env.ts";
import { converse, type LoopPorts } from "./loop.ts";
import { DEFAULT_MAIN } from "./models.ts";
import { shown } from "./shown.ts";
import { actorOf, toolset } from "./toolset.ts";

const MAX_TOKENS = 16_000;

/** Answers in one turn, with the history that the conversation sends along and light tools. */
export class SimpleAgent extends RunHost<AgentsEnv> {
  protected readonly agent: AgentDefinition;
  readonly #model: ModelPort = anthropic(this.env, this.timings);

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env);
    this.agent = agent;
  }

  protected override async execute(request: RunRequest, scope: RunScope): Promise<RunFinal> {
    const nonce = crypto.randomUUID();
    const ask = {
      model: this.env.MODEL_MAIN ?? this.agent.model?.main ?? DEFAULT_MAIN,
      system: simplePrompt(request.platform),
      ...shown(request, nonce),
      maxTokens: MAX_TOKENS,
    };
    const untrusted = request.around?.some(({ trust }) => trust === "untrusted") ?? false;
    const seen = { untrusted, private: false };
    const actor = actorOf(request);
    const end = await converse(
      this.#ports(request, scope),
      { ask, actor, nonce, seen, key: "" },
      scope,
    );
    const { text, cut, usage, card } = end;
    return { kind: "answer", text, cut, usage, ...(card ? { approval: card } : {}) };
  }

  #ports(request: RunRequest, scope: RunScope): LoopPorts {
    const actor = actorOf(request);
    return {
      model: this.#model,
      tools: toolset(this.agent.tools ?? [], "simple", request),
      paid: (usage) => this.log("model.paid", { run: scope.runId, ...usage }),
      propose: async ({ name, input }, { door }, key) => {
        if (door === undefined) return { ok: false, error: "there is no door to it" };
        const approvals = this.env.HITL.getByName(request.conversation);
        const proposal = { v: 1 as const, key, door, tool: name, input, actor };
        return Proposed.parse(await approvals.propose(proposal));
      },
    };
  }
}
