import type { DiscussionComment, PostBase } from "./post.ts";
import type { Repo } from "./repo.ts";

export interface Discussion extends PostBase {
  readonly kind: "discussion";
  readonly repo: Repo;
  readonly number: number;
  title: string;
  readonly category: string;
  locked: boolean;
  /** In order of writing, all levels, deleted ones included. */
  readonly comments: DiscussionComment[];
}
