import { Proposed } from "../approvals/protocol.ts";
import { anthropic, type ModelPort } from "../model/anthropic.ts";
import { RunHost, type RunScope } from "../runs/host.ts";
import type { Past, RunFinal, RunRequest } from "../runs/protocol.ts";
import { sumOf } from "../runs/usage.ts";
import { DoorTools } from "../tools/from-door.ts";
import { type McpTools, mcpTools } from "../tools/from-mcp.ts";
import { memoryTools } from "../tools/memory.ts";
import type { AgentName, Tool } from "../tools/tool.ts";
import type { Used } from "./calls.ts";
import { type Condensed, condensed, inShort } from "./condense.ts";
import type { AgentDefinition, McpServer } from "./define.ts";
import { type AgentsEnv, doorsOf } from "./env.ts";
import { budgeted, limitsOf, priceOf } from "./limits.ts";
import { converse } from "./loop.ts";
import { DEFAULT_MAIN } from "./models.ts";
import { seenBefore, shown } from "./shown.ts";
import { timed } from "./timed.ts";
import { actorOf, toolset } from "./toolset.ts";

const MAX_TOKENS = 16_000;

/** What an agent has at hand for one run. */
export interface AtHand {
  readonly system: string;
  readonly tools: readonly Tool[];
  /** Called in the end, however it ends. */
  close?(): Promise<void>;
}

/** An agent that answers with one model and its tools. */
export abstract class TalkingAgent extends RunHost<AgentsEnv> {
  protected readonly agent: AgentDefinition;
  protected abstract readonly role: AgentName;
  readonly #model: ModelPort = anthropic(this.env, this.timings);
  readonly #doors = new DoorTools(doorsOf(this.env));
  readonly #pasts = new Map<string, Past>();

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env);
    this.agent = agent;
  }

  /** The prompt and the tools of this agent for one run. */
  protected abstract atHand(request: RunRequest): Promise<AtHand>;

  /** The model, held against the budgets. */
  protected model(request: RunRequest, runId: string): ModelPort {
    const { budgets = {} } = this.agent;
    return budgeted(
      this.#model,
      limitsOf(budgets, actorOf(request)),
      (name) => this.env.BUDGET.getByName(name),
      (usage) => {
        const dollars = priceOf(usage, budgets.prices);
        this.log("model.paid", { run: runId, agent: this.role, ...usage, dollars });
        return { dollars };
      },
      runId,
    );
  }

  protected get modelName(): string {
    return this.env.MODEL_MAIN ?? this.agent.model?.main ?? DEFAULT_MAIN;
  }

  /** Tools of the definition, and memory. */
  protected ownTools(request: RunRequest): readonly Tool[] {
    const alone = request.from?.private ?? false;
    const memory = memoryTools((owner) => this.env.MEMORY.getByName(owner), alone);
    return [...(this.agent.tools ?? []), ...memory];
  }

  /** Those, and what stands behind the doors. */
  protected async usualTools(request: RunRequest): Promise<readonly Tool[]> {
    return [...this.ownTools(request), ...(await this.#doors.offered(this.role))];
  }

  /** What servers of the definition offer. They come last: none takes the name of a tool of ours. */
  protected async served(servers: readonly McpServer[] = []): Promise<McpTools> {
    const setting = (name: string) => {
      const value: unknown = Reflect.get(this.env, name);
      return typeof value === "string" ? value : null;
    };
    const served = await mcpTools(servers, setting);
    if (served.away.length > 0) this.log("mcp.away", { servers: served.away.join(", ") });
    return served;
  }

  protected override async execute(asked: RunRequest, run: RunScope): Promise<RunFinal> {
    const scope = timed(run, this.agent.budgets?.secondsPerTurn);
    const model = this.model(asked, asked.turn ?? scope.runId);
    if (asked.only === "summary") return this.#inShort(asked, model, scope);
    const { request, past, usage: before } = await this.condensed(asked, model, scope);
    const { system, tools, close } = await this.atHand(request);
    try {
      const nonce = crypto.randomUUID();
      const actor = actorOf(request);
      const ports = {
        model,
        tools: toolset(tools, this.role, request),
        propose: this.#propose(request),
        used: (use: Used) => this.log("tool", { run: scope.runId, agent: this.role, ...use }),
      };
      const ask = {
        model: this.modelName,
        system,
        ...shown(request, nonce),
        maxTokens: MAX_TOKENS,
      };
      const seen = seenBefore(request);
      const end = await converse(ports, { ask, actor, nonce, seen, key: "" }, scope);
      const { text, cut, card, seen: rests } = end;
      const usage = sumOf(before, end.usage) ?? end.usage;
      const more = { ...(card ? { approval: card } : {}), ...past };
      return { kind: "answer", text, cut, usage, seen: rests, ...more };
    } finally {
      await close?.();
    }
  }

  /** A long history in short, once for a run. */
  protected async condensed(
    asked: RunRequest,
    model: ModelPort,
    scope: RunScope,
  ): Promise<Condensed> {
    const made = await condensed(asked, model, this.modelName, scope);
    this.#pasts.set(scope.runId, made.past);
    return made;
  }

  protected override past(runId: string): Past {
    return this.#pasts.get(runId) ?? {};
  }

  override async settle(runId: string): Promise<void> {
    this.#pasts.delete(runId);
    await super.settle(runId);
  }

  override async cancel(runId: string): Promise<void> {
    this.#pasts.delete(runId);
    await super.cancel(runId);
  }

  /** All of it, for a conversation whose past does not fit into a request. */
  async #inShort(asked: RunRequest, model: ModelPort, scope: RunScope): Promise<RunFinal> {
    const all = asked.turns.length;
    const { past, usage } = await inShort(asked, all, model, this.modelName, scope);
    const paid = usage ? { usage } : {};
    return { kind: "answer", text: "", ...paid, ...past };
  }

  #propose(request: RunRequest) {
    const actor = actorOf(request);
    return async ({ input }: { readonly input: unknown }, { door, name }: Tool, key: string) => {
      if (door === undefined) return { ok: false as const, error: "there is no door to it" };
      const approvals = this.env.HITL.getByName(request.conversation);
      const proposal = { v: 1 as const, key, door, tool: name, input, actor };
      return Proposed.parse(await approvals.propose(proposal));
    };
  }
}
