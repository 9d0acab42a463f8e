import { type EventLog, projectRef, storyRef, taskRef, userRef } from "./events.ts";
import {
  type Approval,
  type Attachment,
  isComment,
  type Person,
  type Project,
  type Story,
  type Task,
} from "./model.ts";
import { mentioned, type RichNode } from "./rich/rich.ts";
import type { World } from "./world.ts";

export interface TaskDraft {
  readonly name: string;
  readonly notes?: readonly RichNode[];
  readonly subtype?: Task["subtype"];
  readonly projects?: readonly Project[];
  readonly parent?: Task | null;
  readonly assignee?: Person | null;
  readonly followers?: readonly Person[];
  readonly dueOn?: string | null;
  readonly gid?: string;
}

/** What can be done to comments and tasks, by people and by programs alike. */
export class Deeds {
  readonly #world: World;
  readonly #log: EventLog;

  constructor(world: World, log: EventLog) {
    this.#world = world;
    this.#log = log;
  }

  createTask(by: Person, draft: TaskDraft): Task {
    const { parent = null, assignee = null, subtype = "default_task" } = draft;
    const at = this.#world.now();
    const task: Task = {
      gid: draft.gid ?? this.#world.newGid(),
      subtype,
      createdAt: at,
      createdBy: by,
      parent,
      projects: [],
      followers: new Set([by, ...(assignee ? [assignee] : []), ...(draft.followers ?? [])]),
      subtasks: [],
      stories: [],
      attachments: [],
      name: draft.name,
      notes: draft.notes ?? [],
      assignee,
      completedAt: null,
      completedBy: null,
      approval: subtype === "approval" ? "pending" : null,
      dueOn: draft.dueOn ?? null,
      isPrivate: false,
      modifiedAt: at,
      deletedAt: null,
    };
    this.#world.tasks.set(task.gid, task);
    parent?.subtasks.push(task);
    this.#world.changed({ kind: "task", task_gid: task.gid });
    if (parent) {
      const added = { action: "added", resource: taskRef(task), parent: taskRef(parent) } as const;
      this.#log.emit({ by, task, ...added });
    }
    for (const project of draft.projects ?? []) this.addToProject(task, by, project);
    // No `changed` for the assignee a task is born with (AS-docs), but a story.
    if (assignee) this.#says(task, by, "assigned", `assigned to ${assignee.name}`, { assignee });
    return task;
  }

  /** Multi-homing: told once for the project and once for its section (forum). */
  addToProject(task: Task, by: Person, project: Project): void {
    task.projects.push(project);
    const heardIn = [project.gid];
    const section = { gid: project.section.gid, resource_type: "section" };
    for (const parent of [projectRef(project), section]) {
      this.#log.emit({ by, task, action: "added", resource: taskRef(task), parent, heardIn });
    }
    this.#says(task, by, "added_to_project", `added to ${project.name}`, { project });
  }

  removeFromProject(task: Task, by: Person, project: Project): void {
    task.projects.splice(task.projects.indexOf(project), 1);
    const heardIn = [project.gid];
    const parent = projectRef(project);
    this.#log.emit({ by, task, action: "removed", resource: taskRef(task), parent, heardIn });
    this.#says(task, by, "removed_from_project", `removed from ${project.name}`, { project });
  }

  comment(task: Task, by: Person, content: readonly RichNode[], source?: Story["source"]): Story {
    const story = this.#story(task, by, "comment_added", content, {}, source);
    // Whoever writes or is mentioned becomes a collaborator.
    const people = mentioned(content).flatMap((gid) => this.#world.people.get(gid) ?? []);
    this.follow(task, by, [by, ...people]);
    return story;
  }

  editComment(story: Story, by: Person, content: readonly RichNode[]): void {
    const { task } = story;
    story.versions.push({ content, at: this.#world.now() });
    task.modifiedAt = this.#world.now();
    this.#world.changed({ kind: "edit", task_gid: task.gid, story_gid: story.gid });
    // AS-docs "Resources and actions": of stories, only comments are told as changed.
    const change = { field: "text", action: "changed" } as const;
    this.#log.emit({ by, task, action: "changed", resource: storyRef(story), change });
  }

  deleteStory(story: Story, by: Person): void {
    const { task } = story;
    story.deletedAt = this.#world.now();
    task.modifiedAt = this.#world.now();
    this.#world.changed({ kind: "delete", task_gid: task.gid, story_gid: story.gid });
    this.#log.emit({ by, task, action: "deleted", resource: storyRef(story) });
  }

  assign(task: Task, by: Person, assignee: Person | null): void {
    if (task.assignee === assignee) return;
    task.assignee = assignee;
    if (assignee) task.followers.add(assignee);
    const new_value = assignee && userRef(assignee);
    this.#touch(task, by, { field: "assignee", action: "changed", new_value });
    if (assignee) this.#says(task, by, "assigned", `assigned to ${assignee.name}`, { assignee });
    else this.#says(task, by, "unassigned", "unassigned");
  }

  complete(task: Task, by: Person, isDone: boolean): void {
    if ((task.completedAt !== null) === isDone) return;
    task.completedAt = isDone ? this.#world.now() : null;
    task.completedBy = isDone ? by : null;
    // AS-oas approval_status: in step with `completed`.
    if (task.approval !== null) task.approval = isDone ? "approved" : "pending";
    this.#touch(task, by, { field: "completed", action: "changed" });
    if (isDone) this.#says(task, by, "marked_complete", "marked this task complete");
    else this.#says(task, by, "marked_incomplete", "marked incomplete");
  }

  /** AS-oas approval_status: "pending translates to false", the others to true. */
  decide(task: Task, by: Person, approval: Approval): void {
    if (task.approval === approval) return;
    task.approval = approval;
    const isDone = approval !== "pending";
    task.completedAt = isDone ? this.#world.now() : null;
    task.completedBy = isDone ? by : null;
    this.#touch(task, by, { field: "approval_status", action: "changed" });
    if (isDone) this.#says(task, by, approval, approval.replace("_", " "));
  }

  rename(task: Task, by: Person, name: string): void {
    if (task.name === name) return;
    const was = task.name;
    task.name = name;
    this.#touch(task, by, { field: "name", action: "changed" });
    this.#says(task, by, "name_changed", `changed the name from "${was}" to "${name}"`);
  }

  describe(task: Task, by: Person, notes: readonly RichNode[]): void {
    task.notes = notes;
    this.#touch(task, by, { field: "notes", action: "changed" });
    this.#says(task, by, "notes_changed", "changed the description");
  }

  due(task: Task, by: Person, dueOn: string | null): void {
    task.dueOn = dueOn;
    this.#touch(task, by, { field: "due_on", action: "changed" });
    this.#says(task, by, "due_date_changed", `changed the due date to ${dueOn ?? "none"}`);
  }

  /** AS-oas EventResponse: "When a collaborator is added to the task ...". */
  follow(task: Task, by: Person, people: readonly Person[]): void {
    for (const person of new Set(people)) {
      if (task.followers.has(person)) continue;
      task.followers.add(person);
      const added_value = userRef(person);
      this.#touch(task, by, { field: "followers", action: "added", added_value });
    }
  }

  attach(task: Task, by: Person, name: string, bytes: Uint8Array): Attachment {
    const createdAt = this.#world.now();
    const attachment = { gid: this.#world.newGid(), name, task, bytes, createdAt };
    task.attachments.push(attachment);
    this.#world.attachments.set(attachment.gid, attachment);
    this.#world.changed({ kind: "attachment", task_gid: task.gid });
    const resource = { gid: attachment.gid, resource_type: "attachment" };
    this.#log.emit({ by, task, action: "added", resource, parent: taskRef(task) });
    this.#says(task, by, "attachment_added", `attached ${name}`);
    return attachment;
  }

  deleteTask(task: Task, by: Person): void {
    task.deletedAt = this.#world.now();
    this.#world.changed({ kind: "task", task_gid: task.gid });
    this.#log.emit({ by, task, action: "deleted", resource: taskRef(task) });
  }

  #touch(
    task: Task,
    by: Person,
    change: NonNullable<Parameters<EventLog["emit"]>[0]["change"]>,
  ): void {
    task.modifiedAt = this.#world.now();
    this.#world.changed({ kind: "task", task_gid: task.gid });
    this.#log.emit({ by, task, action: "changed", resource: taskRef(task), change });
  }

  #says(task: Task, by: Person, subtype: string, text: string, about: Story["about"] = {}): void {
    const name = about.assignee?.name ?? about.project?.name;
    // Recorded: the stories of the system use <b>, which nobody may write.
    const content: RichNode[] =
      name === undefined
        ? [text]
        : [
            text.slice(0, text.length - name.length),
            { kind: "element", tag: "b", children: [name] },
          ];
    this.#story(task, by, subtype, content, about);
  }

  #story(
    task: Task,
    by: Person,
    subtype: string,
    content: readonly RichNode[],
    about: Story["about"],
    source: Story["source"] = by.isApp ? "api" : "web",
  ): Story {
    const createdAt = this.#world.now();
    const story: Story = {
      gid: this.#world.newGid(),
      task,
      subtype,
      createdBy: by,
      createdAt,
      source,
      versions: [{ content, at: createdAt }],
      likes: new Set(),
      about,
      isPinned: false,
      deletedAt: null,
    };
    task.stories.push(story);
    task.modifiedAt = createdAt;
    this.#world.stories.set(story.gid, story);
    if (isComment(story)) {
      this.#world.changed({ kind: "story", task_gid: task.gid, story_gid: story.gid });
    } else this.#world.changed({ kind: "task", task_gid: task.gid });
    const added = { action: "added", resource: storyRef(story), parent: taskRef(task) } as const;
    this.#log.emit({ by, task, ...added });
    return story;
  }
}
