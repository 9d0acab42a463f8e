import { DurableObject } from "cloudflare:workers";
import { type Log, logger } from "../log.ts";
import { anthropic } from "../model/anthropic.ts";
import type { PoolEnv } from "../runs/host.ts";
import { sanitize } from "../safety/sanitize.ts";
import { timings } from "../timings.ts";
import { DEFAULT_FAST } from "./models.ts";
import { decide } from "./router-decide.ts";
import type { ModelTier } from "./router-model.ts";
import { type Decision, RouteRequest, type RouterPort } from "./rules.ts";

/** Decides which agent answers. Keeps nothing: any error falls back to the simple agent. */
export class RouterAgent extends DurableObject<PoolEnv> implements RouterPort {
  readonly #log: Log;
  readonly #tier: ModelTier;

  constructor(ctx: DurableObjectState, env: PoolEnv) {
    super(ctx, env);
    const durations = timings(env.TIMINGS);
    this.#log = logger("router", [env.ANTHROPIC_API_KEY]);
    this.#tier = {
      port: anthropic(env, durations),
      model: env.MODEL_FAST ?? DEFAULT_FAST,
      timeoutMs: durations.routeTimeoutMs,
      paid: (usage) => this.#log("model.paid", { agent: "router", ...usage }),
    };
  }

  async route(request: RouteRequest): Promise<Decision> {
    const { text: raw, markup = "none", approvalOpen, run = "" } = RouteRequest.parse(request);
    const { text } = sanitize(raw, markup);
    const from = Date.now();
    const { classification, ...decision } = await decide(text, approvalOpen, this.#tier);
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

  async ping(): Promise<string> {
    return "ok";
  }
}
