import type { GitHubReaction, GitHubVersion } from "../types.ts";
import type { Account, App, By } from "./account.ts";
import type { Discussion } from "./discussion.ts";
import type { Thread } from "./thread.ts";

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly content: GitHubReaction;
  readonly at: number;
  removedAt: number | null;
}

/** Anything with a text that people see, with all its versions. It stays here after a deletion. */
export interface PostBase {
  readonly id: number;
  readonly nodeId: string;
  readonly author: Account;
  /** The App that wrote it. */
  readonly app: App | null;
  /** Oldest first, never empty. */
  readonly versions: [GitHubVersion, ...GitHubVersion[]];
  readonly createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
  readonly reactions: Reaction[];
}

/** A comment on an issue or in the conversation of a pull request. */
export interface Comment extends PostBase {
  readonly kind: "comment";
  readonly thread: Thread;
}

export interface Review extends PostBase {
  readonly kind: "review";
  readonly thread: Thread;
  readonly state: "commented" | "approved" | "changes_requested";
  readonly commit: string;
}

/** A comment on a line of a pull request. */
export interface ReviewComment extends PostBase {
  readonly kind: "review-comment";
  readonly thread: Thread;
  readonly review: Review;
  readonly path: string;
  readonly line: number;
  readonly startLine: number | null;
  readonly side: "LEFT" | "RIGHT";
  readonly hunk: string;
  readonly position: number;
  readonly commit: string;
  /** The comment that opened the thread; there is no deeper level. */
  readonly root: ReviewComment | null;
  /** The line is gone from the diff. */
  outdated: boolean;
}

export interface DiscussionComment extends PostBase {
  readonly kind: "discussion-comment";
  readonly discussion: Discussion;
  /** The comment at the top of the thread; there is no deeper level. */
  readonly root: DiscussionComment | null;
}

export type Post = Thread | Comment | Review | ReviewComment | Discussion | DiscussionComment;

export function textOf(post: Pick<PostBase, "versions">): string {
  return (post.versions.at(-1) ?? post.versions[0]).text;
}

/** The common part of a new post. */
export function newPost(
  by: By,
  at: number,
  id: { readonly id: number; readonly nodeId: string },
  text: string,
): PostBase {
  return {
    ...id,
    author: by.user,
    app: by.app,
    versions: [{ text, at, by: by.user, via: by.via }],
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
    reactions: [],
  };
}

/** @returns the text before. */
export function rewrite(post: Post, by: By, at: number, text: string): string {
  const before = textOf(post);
  post.versions.push({ text, at, by: by.user, via: by.via });
  post.updatedAt = at;
  return before;
}
