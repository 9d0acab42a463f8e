import { merge, push, requestReview, setDraft } from "../acts/pulls.ts";
import {
  addReply,
  addReview,
  addReviewComment,
  type LineComment,
  tellReview,
  tellReviewComment,
} from "../acts/reviews.ts";
import { openThread } from "../acts/threads.ts";
import { sha } from "../state/ids.ts";
import type { GitHubFile, GitHubReviewState, GitHubUser } from "../types.ts";
import { type Told, together } from "../webhook/delivery.ts";
import type { GitHubPost, GitHubRepository, GitHubThread } from "./base.ts";
import { handle, Issues } from "./issues.ts";

export interface GitHubPullOptions {
  readonly title: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly files?: readonly GitHubFile[];
  /** Branch; default `feature-<n>`. */
  readonly head?: string;
}

export type GitHubLineComment = LineComment & { readonly body: string };

export interface GitHubReviewOptions {
  /** Default `commented`. */
  readonly state?: GitHubReviewState;
  readonly body?: string;
  readonly comments?: readonly GitHubLineComment[];
}

/** Pull requests and their reviews. */
export abstract class Pulls extends Issues {
  pull(repo: GitHubRepository, by: GitHubUser, options: GitHubPullOptions): GitHubThread & Told {
    const at = this.where(repo);
    const ref = options.head ?? `feature-${at.lastNumber + 1}`;
    const opened = openThread(this.world, at, this.by(by), {
      title: options.title,
      body: options.body ?? "",
      pull: {
        draft: options.draft ?? false,
        head: { ref, sha: sha(`${at.id} ${ref}`) },
        base: { ref: at.defaultBranch, sha: sha(`${at.id} ${at.defaultBranch}`) },
        files: options.files ?? [],
        requested: [],
        reviews: [],
        reviewComments: [],
        mergeable: true,
        merged: null,
      },
    });
    return handle(opened.thread, opened);
  }

  /** The commit a pull request would merge. */
  headSha(pull: GitHubPost): string {
    return this.pullThread(pull).pull?.head.sha ?? "";
  }

  /** New commits: `synchronize`. Comments on lines that are gone become outdated. */
  push(pull: GitHubPost, by: GitHubUser, files?: readonly GitHubFile[]): Told {
    return push(this.world, this.pullThread(pull), this.by(by), files);
  }

  ready(pull: GitHubPost, by: GitHubUser): Told {
    return setDraft(this.world, this.pullThread(pull), this.by(by), false);
  }

  convertToDraft(pull: GitHubPost, by: GitHubUser): Told {
    return setDraft(this.world, this.pullThread(pull), this.by(by), true);
  }

  requestReview(pull: GitHubPost, by: GitHubUser, reviewer: GitHubUser): Told {
    return requestReview(this.world, this.pullThread(pull), this.by(by), this.who(reviewer));
  }

  /** A conflict with the base, or no longer. */
  setMergeable(pull: GitHubPost, mergeable: boolean): void {
    const state = this.pullThread(pull).pull;
    if (state) state.mergeable = mergeable;
  }

  merge(pull: GitHubPost, by: GitHubUser): Told {
    return merge(this.world, this.pullThread(pull), this.by(by));
  }

  /** A whole review: one event for itself, and one for each of its comments. */
  review(
    pull: GitHubPost,
    user: GitHubUser,
    { state = "commented", body = "", comments = [] }: GitHubReviewOptions = {},
  ): GitHubPost & Told & { readonly comments: readonly GitHubPost[] } {
    const { world } = this;
    const thread = this.pullThread(pull);
    this.mayTalk(thread, this.who(user));
    const by = this.by(user);
    const review = addReview(world, thread, by, state, body);
    const made = comments.map((one) => addReviewComment(world, review, by, one, one.body));
    const told = together(
      tellReview(world, review, by),
      ...made.map((one) => tellReviewComment(world, "created", one, by)),
    );
    return { id: review.id, nodeId: review.nodeId, comments: made.map(named), ...told };
  }

  /** A single comment on a line: both `pull_request_review` (empty) and the comment itself. */
  inline(pull: GitHubPost, user: GitHubUser, comment: GitHubLineComment): GitHubPost & Told {
    const { comments, deliveries, delivered } = this.review(pull, user, { comments: [comment] });
    const [only] = comments;
    if (!only) throw new Error("a review of one comment has one");
    return { ...only, deliveries, delivered };
  }

  /** Below an inline comment; to whichever of the thread, as on the page. */
  reply(comment: GitHubPost, user: GitHubUser, text: string): GitHubPost & Told {
    const { world } = this;
    const target = this.post(comment, "review-comment");
    this.mayTalk(target.thread, this.who(user));
    const by = this.by(user);
    const reply = addReply(world, target.root ?? target, by, text);
    const told = together(
      tellReview(world, reply.review, by),
      tellReviewComment(world, "created", reply, by),
    );
    return { ...named(reply), ...told };
  }
}

function named({ id, nodeId }: GitHubPost): GitHubPost {
  return { id, nodeId };
}
