import type { RunScope } from "../../runs/scope.ts";
import { toolset } from "../toolset.ts";
import type { Task, WorkerResult } from "../worker.ts";
import { WorkerHost } from "../worker-host.ts";
import { doStep } from "../worker-step.ts";

/**
 * Reads files and diffs through the doors and writes reviews and patches as text. It only looks: what
 * changes anything is the work of the worker behind that door. There is no shell.
 */
export class CodeWorker extends WorkerHost {
  protected override readonly role = "code-worker";

  protected override async work(task: Task, scope: RunScope): Promise<WorkerResult> {
    const own = this.agent.tools ?? [];
    const tools = [...own, ...(await this.doors.offered(this.role))];
    return doStep(
      {
        kind: "code",
        model: this.model(task, scope.runId),
        name: this.modelName,
        used: this.used(scope.runId),
        tools: toolset(tools, this.role, task.actor).filter(({ effect }) => effect === "read"),
      },
      task,
      scope,
    );
  }
}
