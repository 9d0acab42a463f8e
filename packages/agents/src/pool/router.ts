import { DurableObject } from "cloudflare:workers";
import { type Log, logger } from "../log.ts";
import { anthropic } from "../model/anthropic.ts";
import type { Usage } from "../runs/protocol.ts";
import { sanitize } from "../safety/sanitize.ts";
import { timings } from "../timings.ts";
import type { AgentDefinition } from "./define.ts";
import type { AgentsEnv } from "./env.ts";
import { type BudgetPort, budgeted, limitsOf, priceOf } from "./limits.ts";
import { DEFAULT_FAST } from "./models.ts";
import { decide } from "./router-decide.ts";
import type { ModelTier } from "./router-model.ts";
import { type Decision, RouteRequest, type RouterPort } from "./rules.ts";
import { type Standing, StandingRequest, standingOf } from "./standing.ts";

/** Decides which agent answers. Keeps nothing: any error falls back to the simple agent. */
export class RouterAgent extends DurableObject<AgentsEnv> implements RouterPort {
  readonly #agent: AgentDefinition;
  readonly #log: Log;
  readonly #tier: ModelTier;

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env);
    this.#agent = agent;
    const durations = timings(env.TIMINGS);
    this.#log = logger("router", [env.ANTHROPIC_API_KEY]);
    this.#tier = {
      port: anthropic(env, durations),
      model: env.MODEL_FAST ?? agent.model?.fast ?? DEFAULT_FAST,
      timeoutMs: durations.routeTimeoutMs,
    };
  }

  async route(request: RouteRequest): Promise<Decision> {
    const asked = RouteRequest.parse(request);
    const { text: raw, markup = "none", approvalOpen, run = "" } = asked;
    const { text } = sanitize(raw, markup);
    const from = Date.now();
    const { classification, ...decision } = await decide(text, approvalOpen, this.#held(asked));
    const tookMs = Date.now() - from;
    const { reasoning, ...said } = classification ?? { reasoning: decision.reason };
    // A model's reasoning may quote the person; its other fields say enough.
    const reason = decision.tier === "model" ? {} : { reason: reasoning };
    this.#log("route", {
      run,
      route: decision.route,
      tier: decision.tier,
      ...said,
      ...reason,
      tookMs,
    });
    return { v: 1, ...decision, tookMs };
  }

  async standing(request: StandingRequest): Promise<Standing> {
    const { conversation, from } = StandingRequest.parse(request);
    const { BUDGET } = this.env;
    const actor = { conversation, ...from, userName: "" };
    return standingOf(this.#agent.budgets ?? {}, actor, (name) => BUDGET.getByName(name));
  }

  async ping(): Promise<string> {
    return "ok";
  }

  /** The model, held against the budgets: who has spent one hears of it from the agent that would answer. */
  #held({ conversation = "", from, run = "" }: RouteRequest): ModelTier {
    const { budgets = {} } = this.#agent;
    const { platform = "", userId = "" } = from ?? {};
    const limits = limitsOf(budgets, { conversation, platform, userId, userName: "" });
    const counter = (name: string): BudgetPort => {
      const { BUDGET } = this.env;
      return {
        spent: () => BUDGET.getByName(name).spent(),
        // It is a part of a turn that is counted when it is answered.
        add: (cost) => BUDGET.getByName(name).add({ ...cost, turns: 0 }),
      };
    };
    const told = (usage: Usage) => {
      const dollars = priceOf(usage, budgets.prices);
      this.#log("model.paid", { run, agent: "router", ...usage, dollars });
      return { dollars };
    };
    return { ...this.#tier, port: budgeted(this.#tier.port, limits, counter, told) };
  }
}
