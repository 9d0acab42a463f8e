import { simplePrompt } from "@trunkline/prompts";
import { anthropic, type ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import { RunHost, type RunScope } from "../runs/host.ts";
import type { RunFinal, RunRequest } from "../runs/protocol.ts";
import type { AgentDefinition } from "./define.ts";
import type { AgentsEnv } from "./env.ts";
import { DEFAULT_MAIN } from "./models.ts";
import { shown } from "./shown.ts";

const MAX_TOKENS = 16_000;

/** Answers in one turn, with the history that the conversation sends along. */
export class SimpleAgent extends RunHost<AgentsEnv> {
  protected readonly agent: AgentDefinition;
  readonly #model: ModelPort = anthropic(this.env, this.timings);

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env);
    this.agent = agent;
  }

  protected override async execute(request: RunRequest, scope: RunScope): Promise<RunFinal> {
    const answer = await this.#model.ask(
      {
        model: this.env.MODEL_MAIN ?? this.agent.model?.main ?? DEFAULT_MAIN,
        system: simplePrompt(request.platform),
        ...shown(request, crypto.randomUUID()),
        maxTokens: MAX_TOKENS,
      },
      scope.write,
      scope.signal,
    );
    const { usage } = answer;
    this.log("model.paid", { run: scope.runId, ...usage });
    if (answer.stop === "refusal") {
      throw new ModelFailure({ kind: "refused" }, "the model declined");
    }
    return { kind: "answer", text: answer.text, cut: answer.stop === "length", usage };
  }
}
