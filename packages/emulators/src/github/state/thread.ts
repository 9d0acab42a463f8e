import type { GitHubFile } from "../types.ts";
import type { Account } from "./account.ts";
import type { Comment, PostBase, Review, ReviewComment } from "./post.ts";
import type { Repo } from "./repo.ts";

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  readonly color: string;
}

/** An issue or a pull request. Its first post is what it opens with. */
export interface Thread extends PostBase {
  readonly kind: "thread";
  /** Both change when an issue is transferred. */
  repo: Repo;
  number: number;
  title: string;
  state: "open" | "closed";
  stateReason: string | null;
  closed: { readonly at: number; readonly by: Account } | null;
  locked: boolean;
  lockReason: string | null;
  readonly assignees: Account[];
  readonly labels: Label[];
  /** In order of writing, deleted ones included. */
  readonly comments: Comment[];
  readonly pull: Pull | null;
}

export interface Pull {
  draft: boolean;
  readonly head: { readonly ref: string; sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  files: readonly GitHubFile[];
  readonly requested: Account[];
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  mergeable: boolean;
  merged: { readonly at: number; readonly by: Account; readonly sha: string } | null;
}

export function isOpen(thread: Thread): boolean {
  return thread.state === "open";
}
