import { addComment, deleteComment, editComment } from "../acts/comments.ts";
import { deleteDiscussionComment, editDiscussionComment } from "../acts/discussions.ts";
import { addLabel, assign, labelOf, removeLabel, unassign } from "../acts/people.ts";
import { react, unreact } from "../acts/reactions.ts";
import { deleteReviewComment, editReviewComment } from "../acts/reviews.ts";
import {
  deleteThread,
  editThread,
  openThread,
  setLock,
  setState,
  transferThread,
} from "../acts/threads.ts";
import { type Account, type By, onTheWeb } from "../state/account.ts";
import { textOf } from "../state/post.ts";
import { hasRole } from "../state/repo.ts";
import { tick } from "../state/task-list.ts";
import type { Thread } from "../state/thread.ts";
import type { GitHubReaction, GitHubUser } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { Apps } from "./apps.ts";
import type { GitHubPost, GitHubRepository, GitHubThread } from "./base.ts";

/** Issues, their comments, and what can be done to any comment. */
export abstract class Issues extends Apps {
  issue(
    repo: GitHubRepository,
    by: GitHubUser,
    { title, body = "" }: { readonly title: string; readonly body?: string },
  ): GitHubThread & Told {
    const at = this.where(repo);
    const opened = openThread(this.world, at, this.by(by), { title, body });
    return handle(opened.thread, opened);
  }

  /** In the conversation of an issue or pull request. */
  comment(thread: GitHubPost, by: GitHubUser, text: string): GitHubPost & Told {
    const at = this.post(thread, "thread");
    this.mayTalk(at, this.who(by));
    const { comment, deliveries, delivered } = addComment(this.world, at, this.by(by), text);
    return { id: comment.id, nodeId: comment.nodeId, deliveries, delivered };
  }

  /** The title or body of an issue or pull request. */
  editIssue(
    thread: GitHubPost,
    by: GitHubUser,
    to: { readonly title?: string; readonly body?: string },
  ): Told {
    return editThread(this.world, this.post(thread, "thread"), this.by(by), to);
  }

  /** A comment of any kind, also another's: its author stays, the sender is who edits. */
  editComment(comment: GitHubPost, by: GitHubUser, text: string): Told {
    const post = this.post(comment, "comment", "review-comment", "discussion-comment");
    if (post.kind === "comment") return editComment(this.world, post, this.by(by), text);
    return post.kind === "review-comment"
      ? editReviewComment(this.world, post, this.by(by), text)
      : editDiscussionComment(this.world, post, this.by(by), text);
  }

  /**
   * A click on a box of a task list: `edited`, with the author of the comment as its user.
   *
   * @param which number of the box from 0, or a part of its label
   */
  tick(comment: GitHubPost, by: GitHubUser, which: number | string): Told {
    const post = this.post(comment, "comment", "review-comment", "discussion-comment");
    return this.editComment(comment, by, tick(textOf(post), which));
  }

  deleteComment(comment: GitHubPost, by: GitHubUser): Told {
    const post = this.post(comment, "comment", "review-comment", "discussion-comment");
    if (post.kind === "comment") return deleteComment(this.world, post, this.by(by));
    return post.kind === "review-comment"
      ? deleteReviewComment(this.world, post, this.by(by))
      : deleteDiscussionComment(this.world, post, this.by(by));
  }

  /** No webhook tells of it. */
  react(post: GitHubPost, user: GitHubUser, content: GitHubReaction): void {
    react(this.world, this.#reactable(post), this.who(user), content);
  }

  unreact(post: GitHubPost, user: GitHubUser, content: GitHubReaction): void {
    const target = this.#reactable(post);
    const reaction = target.reactions.find(
      (one) => one.user.id === user.id && one.content === content && one.removedAt === null,
    );
    if (!reaction) throw new Error(`no ${content} of ${user.login}`);
    unreact(this.world, target, reaction);
  }

  assign(thread: GitHubPost, by: GitHubUser, user: GitHubUser): Told {
    return assign(this.world, this.post(thread, "thread"), this.by(by), this.who(user));
  }

  unassign(thread: GitHubPost, by: GitHubUser, user: GitHubUser): Told {
    return unassign(this.world, this.post(thread, "thread"), this.by(by), this.who(user));
  }

  label(thread: GitHubPost, by: GitHubUser, name: string): Told {
    return addLabel(this.world, this.post(thread, "thread"), this.by(by), name);
  }

  unlabel(thread: GitHubPost, by: GitHubUser, name: string): Told {
    const at = this.post(thread, "thread");
    return removeLabel(this.world, at, this.by(by), labelOf(this.hub, at.repo, name));
  }

  closeIssue(thread: GitHubPost, by: GitHubUser): Told {
    return setState(this.world, this.post(thread, "thread"), this.by(by), "closed");
  }

  reopenIssue(thread: GitHubPost, by: GitHubUser): Told {
    return setState(this.world, this.post(thread, "thread"), this.by(by), "open");
  }

  /** @param reason GitHub's own: `resolved`, `off-topic`, `too heated`, `spam` */
  lock(thread: GitHubPost, by: GitHubUser, reason: string | null = null): Told {
    return setLock(this.world, this.post(thread, "thread"), this.by(by), true, reason);
  }

  unlock(thread: GitHubPost, by: GitHubUser): Told {
    return setLock(this.world, this.post(thread, "thread"), this.by(by), false);
  }

  /** 410 from now on. */
  deleteIssue(thread: GitHubPost, by: GitHubUser): Told {
    return deleteThread(this.world, this.post(thread, "thread"), this.by(by));
  }

  /** To another repository: a new number there, 301 or 307 at the old one. */
  transferIssue(issue: GitHubPost, by: GitHubUser, to: GitHubRepository): GitHubThread & Told {
    const thread = this.post(issue, "thread");
    if (thread.pull) throw new Error("pull requests cannot be transferred");
    const told = transferThread(this.world, thread, this.by(by), this.where(to));
    return handle(thread, told);
  }

  protected by(user: GitHubUser): By {
    return onTheWeb(this.who(user));
  }

  protected mayTalk(thread: Thread, user: Account): void {
    if (!hasRole(thread.repo, user, "read"))
      throw new Error(`${user.login} sees no such repository`);
    if (thread.repo.archived) throw new Error("the repository is archived");
    if (thread.locked && !hasRole(thread.repo, user, "write")) {
      throw new Error(`#${thread.number} is locked`);
    }
  }

  #reactable({ nodeId }: GitHubPost) {
    const post = this.hub.node(nodeId);
    if (!post || post.deletedAt !== null) throw new Error(`nothing to react to: ${nodeId}`);
    return post;
  }
}

export function handle(
  { id, nodeId, number, repo }: GitHubThread,
  { deliveries, delivered }: Told,
): GitHubThread & Told {
  return { id, nodeId, number, repo, deliveries, delivered };
}
