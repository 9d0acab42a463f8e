import type { RunScope } from "../../runs/scope.ts";
import { toolset } from "../toolset.ts";
import type { Task, WorkerResult } from "../worker.ts";
import { WorkerHost } from "../worker-host.ts";
import { doStep } from "../worker-step.ts";

/** For whoever plans a way around it. */
const NOT_WITH_THAT =
  "it was given results that are not for everybody, or such were read earlier in this conversation beside strangers' words, and may not search the web with them; without those results it may, and after /new";

/**
 * Researches with the web tools of the model's provider: it is he who fetches what the model has chosen,
 * nothing of it goes through our network. What is looked for can carry out what is known: whoever has
 * private data in front of him does not go there.
 */
export class ResearchWorker extends WorkerHost {
  protected override readonly role = "research-worker";

  protected override async work(task: Task, scope: RunScope): Promise<WorkerResult> {
    if (task.seen.private) return { kind: "failed", why: NOT_WITH_THAT, again: false };
    return doStep(
      {
        kind: "research",
        model: this.model(task, scope.runId),
        name: this.modelName,
        used: this.used(scope.runId),
        tools: toolset(this.agent.tools ?? [], this.role, task.actor),
        web: true,
      },
      task,
      scope,
    );
  }
}
