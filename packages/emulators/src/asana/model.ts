import type { RichNode } from "./rich/rich.ts";

/** Somebody with an account. */
export interface Person {
  readonly gid: string;
  readonly name: string;
  readonly email: string;
  /** A guest sees only what is shared with him. */
  readonly kind: "member" | "guest";
  /** Writes through the API: his stories have `source: "api"`. */
  readonly isApp: boolean;
  readonly joinedAt: number;
  /** False once he has left the workspace. */
  active: boolean;
}

export interface Section {
  readonly gid: string;
  readonly name: string;
}

export interface Project {
  readonly gid: string;
  readonly name: string;
  readonly owner: Person;
  /** For its members only. */
  readonly isPrivate: boolean;
  readonly members: Set<Person>;
  /** Every project has one; others are not built. */
  readonly section: Section;
  readonly createdAt: number;
}

export const APPROVALS = ["pending", "approved", "rejected", "changes_requested"] as const;
export type Approval = (typeof APPROVALS)[number];

export interface Task {
  readonly gid: string;
  readonly subtype: "default_task" | "approval";
  readonly createdAt: number;
  readonly createdBy: Person;
  readonly parent: Task | null;
  /** In the order of joining; more than one is "multi-homed". */
  readonly projects: Project[];
  readonly followers: Set<Person>;
  readonly subtasks: Task[];
  readonly stories: Story[];
  readonly attachments: Attachment[];
  name: string;
  notes: readonly RichNode[];
  assignee: Person | null;
  completedAt: number | null;
  completedBy: Person | null;
  approval: Approval | null;
  dueOn: string | null;
  /** For followers and assignee only. */
  isPrivate: boolean;
  modifiedAt: number;
  deletedAt: number | null;
}

/** What a story said from `at` on. */
export interface StoryVersion {
  readonly content: readonly RichNode[];
  readonly at: number;
}

export interface Story {
  readonly gid: string;
  readonly task: Task;
  /** `comment_added`, or what the system says happened. */
  readonly subtype: string;
  /** Null: the system by itself. */
  readonly createdBy: Person | null;
  readonly createdAt: number;
  readonly source: "web" | "email" | "mobile" | "api" | "unknown";
  /** Oldest first, never empty. */
  readonly versions: [StoryVersion, ...StoryVersion[]];
  readonly likes: Set<Person>;
  /** What a system story is about. */
  readonly about: { readonly assignee?: Person; readonly project?: Project };
  isPinned: boolean;
  deletedAt: number | null;
}

export interface Attachment {
  readonly gid: string;
  readonly name: string;
  readonly task: Task;
  readonly bytes: Uint8Array;
  readonly createdAt: number;
}

export function isComment({ subtype }: Pick<Story, "subtype">): boolean {
  return subtype === "comment_added";
}

export function current({ versions }: Pick<Story, "versions">): StoryVersion {
  return versions.at(-1) ?? versions[0];
}
