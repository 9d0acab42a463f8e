import type { RunScope } from "../../runs/scope.ts";
import { toolset } from "../toolset.ts";
import type { Task, WorkerResult } from "../worker.ts";
import { WorkerHost } from "../worker-host.ts";
import { doStep } from "../worker-step.ts";

/**
 * Researches with the web tools of the model's provider: it is he who fetches what the model has chosen,
 * nothing of it goes through our network.
 */
export class ResearchWorker extends WorkerHost {
  protected override readonly role = "research-worker";

  protected override work(task: Task, scope: RunScope): Promise<WorkerResult> {
    return doStep(
      {
        kind: "research",
        model: this.model(task, scope.runId),
        name: this.modelName,
        tools: toolset(this.agent.tools ?? [], this.role, task.actor),
        web: true,
      },
      task,
      scope,
    );
  }
}
