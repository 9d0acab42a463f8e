import { actPrompt } from "@trunkline/prompts";
import { Desk } from "../approvals/desk.ts";
import { carryOut } from "../approvals/execute.ts";
import { type Carried, Moving } from "../approvals/moving.ts";
import type { DeskPorts } from "../approvals/ports.ts";
import type {
  ApprovalPort,
  Card,
  Decide,
  Decided,
  LinkStep,
  Proposal,
  Proposed,
} from "../approvals/protocol.ts";
import { Rounds } from "../approvals/rounds.ts";
import { Approvals } from "../approvals/rows.ts";
import { takeOver } from "../approvals/take-over.ts";
import { clockOffsetMs } from "../clock.ts";
import type { RunScope } from "../runs/host.ts";
import type { RunFinal, RunRequest } from "../runs/protocol.ts";
import { RememberedSql } from "../sql.ts";
import type { Actor } from "../tools/tool.ts";
import type { AgentDefinition } from "./define.ts";
import { DIRECTORY } from "./directory.ts";
import { type AgentsEnv, doorsOf } from "./env.ts";
import { type AtHand, TalkingAgent } from "./talking.ts";

/**
 * Prepares an act, asks, carries out what was approved. One object for each conversation keeps its
 * approvals, for days; whatever is done with them is done by another incarnation each time.
 */
export class HITLAgent extends TalkingAgent implements ApprovalPort {
  protected override readonly role = "hitl";
  readonly #offsetMs: number;
  readonly #ports: DeskPorts;
  readonly #desk: Desk;
  readonly #rounds: Rounds;

  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition) {
    super(ctx, env, agent);
    const sql = new RememberedSql(ctx.storage.sql);
    const doors = doorsOf(env);
    this.#offsetMs = clockOffsetMs(env);
    this.#ports = {
      name: ctx.id.name ?? "",
      rows: new Approvals(sql),
      moving: new Moving(sql),
      timings: this.timings,
      log: this.log,
      reach: (point) => this.reached(point),
      now: () => Date.now() + this.#offsetMs,
      door: (name) => doors.get(name),
      directory: () => env.DIRECTORY.getByName(DIRECTORY),
      other: (conversation) => env.HITL.getByName(conversation),
      transaction: (work) => sql.transaction(ctx.storage, work),
      wake: () => this.#look(),
    };
    this.#desk = new Desk(this.#ports);
    this.#rounds = new Rounds(this.#ports);
  }

  async propose(proposal: Proposal): Promise<Proposed> {
    await this.begun();
    return this.#desk.propose(proposal);
  }

  async decide(decision: Decide): Promise<Decided> {
    await this.begun();
    return this.#desk.decide(decision);
  }

  async pending(): Promise<Card[]> {
    await this.begun();
    return this.#desk.pending();
  }

  async approval(id: string): Promise<Card | null> {
    await this.begun();
    return this.#desk.approval(id);
  }

  async decline(id: string, claim: string): Promise<boolean> {
    await this.begun();
    return this.#desk.decline(id, claim);
  }

  async handOver(to: string): Promise<Carried> {
    await this.begun();
    let carried: Carried = { v: 1, approvals: [], audit: [] };
    this.#ports.transaction(() => {
      carried = this.#ports.moving.handOver(to);
    });
    return carried;
  }

  async moveFrom(old: string): Promise<void> {
    await this.begun();
    await takeOver(this.#ports, old, this.env.MEMORY);
    this.#look();
  }

  async link(step: LinkStep): Promise<unknown> {
    return this.#ports.directory().link(step);
  }

  async unlink(by: Actor): Promise<boolean> {
    return this.#ports.directory().unlink({ platform: by.platform, userId: by.userId });
  }

  protected override async atHand(request: RunRequest): Promise<AtHand> {
    const system = actPrompt(request.platform, this.agent.prompt);
    return { system, tools: await this.usualTools(request) };
  }

  protected override execute(request: RunRequest, scope: RunScope): Promise<RunFinal> {
    if (!request.decision) return super.execute(request, scope);
    return carryOut(this.#ports, this.#desk, request.decision, scope);
  }

  protected override chores(now: number): number | null {
    const next = this.#rounds.look(now + this.#offsetMs);
    if (next !== null) return next - this.#offsetMs;
    // What was decided here is on record for as long as runs are kept, and longer.
    return null;
  }

  #look(): void {
    const next = this.chores(Date.now());
    if (next !== null) this.armAt(next);
  }
}
