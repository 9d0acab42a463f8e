import type { RunScope } from "../../runs/scope.ts";
import { shellTool } from "../../tools/shell.ts";
import { toolset } from "../toolset.ts";
import type { Task, WorkerResult } from "../worker.ts";
import { WorkerHost } from "../worker-host.ts";
import { doStep } from "../worker-step.ts";

/**
 * Reads files and diffs through the doors and writes reviews and patches as text. It only looks: what
 * changes anything is the work of the worker behind that door. Its shell, where the definition has one,
 * reaches nothing but what these looks have given.
 */
export class CodeWorker extends WorkerHost {
  protected override readonly role = "code-worker";

  protected override async work(task: Task, scope: RunScope): Promise<WorkerResult> {
    const own = this.agent.tools ?? [];
    const all = [...own, ...(await this.doors.offered(this.role))];
    const looks = toolset(all, this.role, task.actor).filter(({ effect }) => effect === "read");
    const { shell } = this.agent;
    const tools = shell ? [...looks, shellTool(shell, looks)] : looks;
    return doStep(
      {
        kind: "code",
        model: this.model(task, scope.runId),
        name: this.modelName,
        used: this.used(scope.runId),
        // A tool of one's own with that name comes first.
        tools: toolset(tools, this.role, task.actor),
      },
      task,
      scope,
    );
  }
}
