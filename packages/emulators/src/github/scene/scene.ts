import { addDiscussionComment, openDiscussion } from "../acts/discussions.ts";
import type { GitHubUser } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import type { GitHubPost, GitHubRepository, GitHubThread } from "./base.ts";
import { handle } from "./issues.ts";
import { Pulls } from "./pulls.ts";

export interface GitHubDiscussionOptions {
  readonly title: string;
  readonly body?: string;
  /** Default `General`; `Q&A` can be answered. */
  readonly category?: string;
}

/** Everything that people do on GitHub: discussions, and what it inherits. */
export abstract class Scene extends Pulls {
  discussion(
    repo: GitHubRepository,
    by: GitHubUser,
    { title, body = "", category = "General" }: GitHubDiscussionOptions,
  ): GitHubThread & Told {
    const at = this.where(repo);
    if (!at.hasDiscussions) throw new Error("the repository has no discussions");
    const opened = openDiscussion(this.world, at, this.by(by), { title, body, category });
    return handle(opened.discussion, opened);
  }

  /** A comment, or with `replyTo` an answer below one; there is no third level. */
  discuss(
    discussion: GitHubPost,
    by: GitHubUser,
    text: string,
    replyTo?: GitHubPost,
  ): GitHubPost & Told {
    const at = this.post(discussion, "discussion");
    const target = replyTo && this.post(replyTo, "discussion-comment");
    const root = target ? (target.root ?? target) : null;
    const { comment, deliveries, delivered } = addDiscussionComment(
      this.world,
      at,
      this.by(by),
      text,
      root,
    );
    return { id: comment.id, nodeId: comment.nodeId, deliveries, delivered };
  }

  lockDiscussion(discussion: GitHubPost, locked = true): void {
    this.post(discussion, "discussion").locked = locked;
  }
}
