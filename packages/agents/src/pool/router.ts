import { DurableObject } from "cloudflare:workers";
import { CLASSIFICATION_SCHEMA, Classification, routerPrompt } from "@trunkline/prompts";
import { type Log, logger } from "../log.ts";
import { anthropic, type ModelPort } from "../model/anthropic.ts";
import type { PoolEnv } from "../runs/host.ts";
import { withTimeout } from "../timeout.ts";
import { type Timings, timings } from "../timings.ts";
import { DEFAULT_FAST } from "./models.ts";
import { matchPattern } from "./patterns.ts";
import { type Decision, RouteRequest, type RouterPort, routeOf } from "./rules.ts";

/** The model sees this much of a message; a route does not depend on more. */
const MOST_CHARACTERS = 4_000;

/** Decides which agent answers. Keeps nothing: any error falls back to the simple agent. */
export class RouterAgent extends DurableObject<PoolEnv> implements RouterPort {
  readonly #timings: Timings;
  readonly #log: Log;
  readonly #model: ModelPort;

  constructor(ctx: DurableObjectState, env: PoolEnv) {
    super(ctx, env);
    this.#timings = timings(env.TIMINGS);
    this.#log = logger("router", [env.ANTHROPIC_API_KEY]);
    this.#model = anthropic(env, this.#timings);
  }

  async route(request: RouteRequest): Promise<Decision> {
    const { text, approvalOpen } = RouteRequest.parse(request);
    const from = Date.now();
    const decision = await this.#decide(text, approvalOpen);
    const tookMs = Date.now() - from;
    this.#log("route", { route: decision.route, tier: decision.tier, tookMs });
    return { v: 1, ...decision, tookMs };
  }

  async ping(): Promise<string> {
    return "ok";
  }

  async #decide(
    text: string,
    approvalOpen: boolean,
  ): Promise<Pick<Decision, "route" | "tier" | "reason">> {
    const matched = matchPattern(text, approvalOpen);
    if (matched) return { route: routeOf(matched), tier: "pattern", reason: matched.reasoning };
    try {
      const said = await this.#classify(text);
      return { route: routeOf(said), tier: "model", reason: said.reasoning.slice(0, 300) };
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : "unknown";
      return { route: "simple", tier: "fallback", reason: `the classifier failed: ${reason}` };
    }
  }

  async #classify(text: string): Promise<Classification> {
    const cut = new AbortController();
    const answer = this.#model.ask(
      {
        model: this.env.MODEL_FAST ?? DEFAULT_FAST,
        system: routerPrompt(),
        turns: [{ role: "user", text: text.slice(0, MOST_CHARACTERS) }],
        maxTokens: 300,
        schema: CLASSIFICATION_SCHEMA,
      },
      () => {},
      cut.signal,
    );
    try {
      const { text: json } = await withTimeout(answer, this.#timings.routeTimeoutMs, "routing");
      return parseClassification(json);
    } finally {
      cut.abort();
    }
  }
}

/** Reads the classifier's JSON, also when prose or a fence is around it. @throws otherwise */
export function parseClassification(text: string): Classification {
  const json = /\{[\s\S]*\}/.exec(text)?.[0];
  if (!json) throw new Error("no JSON");
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error("broken JSON");
  }
  const parsed = Classification.safeParse(value);
  if (!parsed.success) throw new Error("JSON of another shape");
  return parsed.data;
}
