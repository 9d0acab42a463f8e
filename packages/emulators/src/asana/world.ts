import { canSeeProject, canSeeTask } from "./access.ts";
import type { Clock } from "./clock.ts";
import type { Attachment, Person, Project, Story, Task } from "./model.ts";
import type { LinkTarget, Resolve } from "./rich/render.ts";

/** Something a person looking at the workspace would notice, or a delivery to a webhook. */
export interface AsanaChange {
  readonly kind:
    | "task"
    | "story"
    | "edit"
    | "delete"
    | "like"
    | "attachment"
    | "webhook"
    | "delivery";
  readonly task_gid?: string;
  readonly story_gid?: string;
}

/** All that Asana knows of one workspace. No transport, no timers. */
export class World {
  readonly clock: Clock;
  readonly workspace: { readonly gid: string; readonly name: string };
  readonly people = new Map<string, Person>();
  readonly projects = new Map<string, Project>();
  /** Deleted ones included. */
  readonly tasks = new Map<string, Task>();
  /** Deleted ones included. */
  readonly stories = new Map<string, Story>();
  readonly attachments = new Map<string, Attachment>();
  readonly tokens = new Map<string, Person>();
  readonly #listeners = new Set<(change: AsanaChange) => void>();
  /** Sixteen digits, as those of today. */
  #lastGid = 1_214_300_000_000_000;

  constructor(clock: Clock, workspaceName: string) {
    this.clock = clock;
    this.workspace = { gid: this.newGid(), name: workspaceName };
  }

  newGid(): string {
    // Not one by one: nobody may count on that.
    this.#lastGid += 7;
    return String(this.#lastGid);
  }

  now(): number {
    return this.clock.now();
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: AsanaChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: AsanaChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** By `me`, gid or address (AS-oas user_path_gid). */
  findPerson(id: string, me: Person): Person | undefined {
    if (id === "me") return me;
    const byGid = this.people.get(id);
    if (byGid) return byGid;
    return [...this.people.values()].find(({ email }) => email === id);
  }

  /** Of a project, section, task or attachment; "" for everything else. */
  nameOf(gid: string): string {
    const named = this.projects.get(gid) ?? this.tasks.get(gid) ?? this.attachments.get(gid);
    const sections = [...this.projects.values()].map(({ section }) => section);
    return named?.name ?? sections.find((one) => one.gid === gid)?.name ?? "";
  }

  /** How mentions read for one person; null: as nobody in particular, who sees it all. */
  resolver(reader: Person | null): Resolve {
    return (gid) => this.#target(gid, reader);
  }

  /** The address of a person as recorded in 2026, the others as in AS-docs rich-text. */
  #target(gid: string, reader: Person | null): LinkTarget | null {
    const app = "https://app.asana.com";
    const person = this.people.get(gid);
    if (person) {
      const href = `${app}/1/${this.workspace.gid}/profile/${gid}`;
      return { type: "user", label: `@${person.name}`, href };
    }
    const project = this.projects.get(gid);
    if (project) {
      if (reader && !canSeeProject(project, reader)) return null;
      return { type: "project", label: project.name, href: `${app}/0/${gid}/list` };
    }
    const task = this.tasks.get(gid);
    if (!task || task.deletedAt !== null || (reader && !canSeeTask(task, reader))) return null;
    return { type: "task", label: task.name, href: `${app}/0/0/${gid}/f` };
  }
}
