import { canSeeTask } from "./access.ts";
import { iso } from "./clock.ts";
import type { Person, Project, Story, Task } from "./model.ts";
import type { World } from "./world.ts";

/** In a webhook "only the gid and resource_type" (AS-oas EventResponse), the subtype beside. */
export interface AsanaRef {
  readonly gid: string;
  readonly resource_type: string;
  readonly resource_subtype?: string;
}

export interface AsanaEventChange {
  readonly field: string;
  readonly action: "changed" | "added" | "removed";
  /** Only where it is a resource. */
  readonly new_value?: AsanaRef | null;
  readonly added_value?: AsanaRef;
  readonly removed_value?: AsanaRef;
}

export const EVENT_ACTIONS = ["changed", "added", "removed", "deleted", "undeleted"] as const;

/** AS-oas EventResponse, as webhooks carry it. */
export interface AsanaEvent {
  /** Null: the system by itself. */
  readonly user: AsanaRef | null;
  readonly created_at: string;
  readonly action: (typeof EVENT_ACTIONS)[number];
  readonly resource: AsanaRef;
  readonly parent: AsanaRef | null;
  readonly change?: AsanaEventChange;
}

/** An event, and who hears of it. */
export interface Happening {
  /** 1-based. */
  readonly n: number;
  readonly event: AsanaEvent;
  /** A subscription to one of these hears of it: "change events bubble up" (AS-docs events). */
  readonly scope: ReadonlySet<string>;
  readonly task: Task;
  /** On their way to a webhook each. */
  readonly deliveries: Promise<void>[];
}

type Draft = Omit<AsanaEvent, "user" | "created_at" | "parent"> & {
  readonly by: Person | null;
  readonly task: Task;
  readonly parent?: AsanaRef;
  /** Where it is heard besides the task itself; default: wherever the task is. */
  readonly heardIn?: readonly string[];
};

/** Everything that has happened, in order. */
export class EventLog {
  readonly happenings: Happening[] = [];
  readonly #world: World;
  readonly #listeners = new Set<(happening: Happening) => void>();

  constructor(world: World) {
    this.#world = world;
  }

  listen(listener: (happening: Happening) => void): void {
    this.#listeners.add(listener);
  }

  emit({ by, task, parent = undefined, heardIn, action, resource, change }: Draft): void {
    const event: AsanaEvent = {
      user: by && userRef(by),
      created_at: iso(this.#world.now()),
      action,
      resource,
      parent: parent ?? null,
      ...(change ? { change } : {}),
    };
    this.tell(event, task, heardIn);
  }

  /** @param event is told as it stands */
  tell(event: AsanaEvent, task: Task, heardIn: readonly string[] = homes(task)): void {
    const happening: Happening = {
      n: this.happenings.length + 1,
      event,
      scope: new Set([task.gid, ...heardIn]),
      task,
      deliveries: [],
    };
    this.happenings.push(happening);
    for (const listener of this.#listeners) listener(happening);
  }
}

/** Projects, parent tasks and their projects: subtasks are heard of, too (AS-docs events). */
function homes({ parent, projects }: Task): string[] {
  const above = parent ? [parent.gid, ...homes(parent)] : [];
  return [...projects.map(({ gid }) => gid), ...above];
}

/** A subscription tells its owner nothing that he may not see. */
export function mayHear({ task }: Happening, owner: Person): boolean {
  return canSeeTask(task, owner);
}

export function userRef({ gid }: Person): AsanaRef {
  return { gid, resource_type: "user" };
}

export function taskRef({ gid, subtype }: Task): AsanaRef {
  return { gid, resource_type: "task", resource_subtype: subtype };
}

export function storyRef({ gid, subtype }: Story): AsanaRef {
  return { gid, resource_type: "story", resource_subtype: subtype };
}

export function projectRef({ gid }: Project): AsanaRef {
  return { gid, resource_type: "project" };
}
