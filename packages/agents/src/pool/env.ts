import type { Named } from "../app.ts";
import type { DirectoryPort } from "../approvals/ports.ts";
import type { ApprovalPort } from "../approvals/protocol.ts";
import type { DoorPort } from "../door/protocol.ts";
import type { RunPort } from "../runs/protocol.ts";
import type { PoolEnv } from "../runs/scope.ts";
import type { BudgetPort } from "./limits.ts";
import type { MemoryPort, MovingMemory } from "./memory.ts";
import type { WorkerPort } from "./worker.ts";

/** What the pool's agents are bound to: one another, and the doors that are there. */
export interface AgentsEnv extends PoolEnv {
  readonly SIMPLE: Named<RunPort>;
  readonly HITL: Named<RunPort & ApprovalPort>;
  readonly MEMORY: Named<MemoryPort & MovingMemory>;
  readonly BUDGET: Named<BudgetPort>;
  readonly DIRECTORY: Named<DirectoryPort>;
}

/**
 * The doors this pool was given, by name: a binding `EXAMPLE_DOOR` is the door `example`. An app that is
 * not deployed has none, and its tools are not offered.
 */
export function doorsOf(env: object): ReadonlyMap<string, DoorPort> {
  const doors = Object.entries(env).flatMap(([binding, port]): [string, DoorPort][] => {
    const name = /^([A-Z][A-Z0-9]*)_DOOR$/.exec(binding)?.[1];
    return name && port ? [[name.toLowerCase(), port as DoorPort]] : [];
  });
  return new Map(doors);
}

/**
 * The workers there are, by name: a binding `EXAMPLE_WORKER` is the worker `example`. One that works behind
 * a door is named like it.
 */
export function workersOf(env: object): ReadonlyMap<string, Named<WorkerPort>> {
  const workers = Object.entries(env).flatMap(([binding, port]): [string, Named<WorkerPort>][] => {
    const name = /^([A-Z][A-Z0-9]*)_WORKER$/.exec(binding)?.[1];
    return name && port ? [[name.toLowerCase(), port as Named<WorkerPort>]] : [];
  });
  return new Map(workers);
}
