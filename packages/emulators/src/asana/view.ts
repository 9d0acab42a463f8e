import { isoOrNull } from "./clock.ts";
import { current, isComment, type Story, type Task } from "./model.ts";
import { type Resolve, toFragment, toHtml, toText } from "./rich/render.ts";
import type { RichNode } from "./rich/rich.ts";
import type { Hook } from "./webhook/hook.ts";
import type { World } from "./world.ts";

/** A text that was to be seen from `at` on, until the next one or the deletion. */
export interface AsanaVersion {
  readonly text: string;
  readonly html: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A story as a colleague who sees everything sees it, plus what was to be seen before. */
export interface AsanaStoryView {
  readonly gid: string;
  /** `comment_added` for comments. */
  readonly subtype: string;
  readonly isComment: boolean;
  readonly createdBy: { readonly gid: string; readonly name: string } | null;
  readonly text: string;
  readonly html: string;
  readonly source: Story["source"];
  readonly isEdited: boolean;
  readonly isPinned: boolean;
  readonly likes: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Every version that was ever visible, oldest first, the current one last. */
  readonly seen: readonly AsanaVersion[];
  readonly deleted: boolean;
  /** Epoch milliseconds, or null. */
  readonly deletedAt: number | null;
}

export interface AsanaTaskView {
  readonly gid: string;
  readonly name: string;
  readonly notes: string;
  readonly htmlNotes: string;
  readonly subtype: Task["subtype"];
  readonly approval: Task["approval"];
  readonly assignee: { readonly gid: string; readonly name: string } | null;
  readonly followers: readonly string[];
  readonly projects: readonly { readonly gid: string; readonly name: string }[];
  readonly parent: string | null;
  readonly subtasks: readonly string[];
  readonly attachments: readonly { readonly gid: string; readonly name: string }[];
  readonly completed: boolean;
  readonly dueOn: string | null;
  readonly isPrivate: boolean;
  readonly deleted: boolean;
  /** In order of creation, deleted ones included. */
  readonly stories: readonly AsanaStoryView[];
}

/** One text that was to be seen among the comments of a task at some time. */
export interface AsanaSeen {
  readonly story_gid: string;
  /** 0: as written; 1: after the first edit; and so on. */
  readonly version: number;
  readonly text: string;
  readonly html: string;
  /** True for the bot's own. */
  readonly bot: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface AsanaWebhookView {
  readonly gid: string;
  readonly resource: string;
  readonly target: string;
  readonly secret: string;
  readonly owner: string;
  readonly active: boolean;
  readonly failures: number;
  /** ISO 8601, or null while it is well. */
  readonly failingSince: string | null;
  /** Why it is no more, or null. */
  readonly gone: string | null;
}

export function viewTask(world: World, task: Task): AsanaTaskView {
  const resolve = world.resolver(null);
  return {
    gid: task.gid,
    name: task.name,
    notes: toText(task.notes, resolve),
    htmlNotes: toHtml(task.notes, resolve),
    subtype: task.subtype,
    approval: task.approval,
    assignee: task.assignee && named(task.assignee),
    followers: [...task.followers].map(({ gid }) => gid),
    projects: task.projects.map(named),
    parent: task.parent?.gid ?? null,
    subtasks: task.subtasks.map(({ gid }) => gid),
    attachments: task.attachments.map(named),
    completed: task.completedAt !== null,
    dueOn: task.dueOn,
    isPrivate: task.isPrivate,
    deleted: task.deletedAt !== null,
    stories: task.stories.map((story) => viewStory(story, resolve)),
  };
}

function viewStory(story: Story, resolve: Resolve): AsanaStoryView {
  const { createdBy, versions } = story;
  const seen = versions.map(({ content, at }) => ({ ...written(story, content, resolve), at }));
  return {
    gid: story.gid,
    subtype: story.subtype,
    isComment: isComment(story),
    createdBy: createdBy && named(createdBy),
    ...written(story, current(story).content, resolve),
    source: story.source,
    isEdited: versions.length > 1,
    isPinned: story.isPinned,
    likes: story.likes.size,
    createdAt: story.createdAt,
    seen,
    deleted: story.deletedAt !== null,
    deletedAt: story.deletedAt,
  };
}

function written(story: Story, content: readonly RichNode[], resolve: Resolve) {
  const html = isComment(story) ? toHtml(content, resolve) : toFragment(content, resolve);
  return { text: toText(content, resolve), html };
}

function named({ gid, name }: { readonly gid: string; readonly name: string }) {
  return { gid, name };
}

/** Deleted comments count: somebody may have read them. */
export function everVisible(world: World, task: Task, botGid: string): AsanaSeen[] {
  const resolve = world.resolver(null);
  return task.stories.filter(isComment).flatMap((story) =>
    story.versions.map(({ content, at }, version) => ({
      story_gid: story.gid,
      version,
      ...written(story, content, resolve),
      bot: story.createdBy?.gid === botGid,
      at,
    })),
  );
}

export function viewHook({ terms, active, failures, failingSince, gone }: Hook): AsanaWebhookView {
  const { gid, resource, target, secret, owner } = terms;
  return {
    gid,
    resource: resource.gid,
    target,
    secret,
    owner: owner.gid,
    active,
    failures,
    failingSince: isoOrNull(failingSince),
    gone,
  };
}
