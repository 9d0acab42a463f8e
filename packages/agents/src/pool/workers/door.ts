import { Proposed } from "../../approvals/protocol.ts";
import type { RunScope } from "../../runs/scope.ts";
import type { AgentDefinition } from "../define.ts";
import type { AgentsEnv } from "../env.ts";
import { toolset } from "../toolset.ts";
import type { Task, WorkerResult } from "../worker.ts";
import { WorkerHost } from "../worker-host.ts";
import { doStep } from "../worker-step.ts";

/** Looks and acts behind one door. What acts outside is only prepared: people are asked. */
export class DoorWorker extends WorkerHost {
  readonly #door: string;
  protected override readonly role = "door-worker";

  /** @param door - its name, as `doorsOf` has it */
  constructor(ctx: DurableObjectState, env: AgentsEnv, agent: AgentDefinition, door: string) {
    super(ctx, env, agent);
    this.#door = door;
  }

  protected override async work(task: Task, scope: RunScope): Promise<WorkerResult> {
    const tools = await this.doors.offered(this.role, this.#door);
    if (tools.length === 0) {
      return { kind: "failed", why: `there is no way to ${this.#door} now`, again: true };
    }
    return doStep(
      {
        kind: "door",
        model: this.model(task, scope.runId),
        name: this.modelName,
        used: this.used(scope.runId),
        tools: toolset(tools, this.role, task.actor),
        propose: async ({ name, input }, { door = this.#door }, key) => {
          const approvals = this.env.HITL.getByName(task.actor.conversation);
          const proposal = { v: 1 as const, key, door, tool: name, input, actor: task.actor };
          return Proposed.parse(await approvals.propose(proposal));
        },
      },
      task,
      scope,
    );
  }
}
