import type { Params } from "../api/operation.ts";
import { GitHubRefusal, movedTo, notFound, validationFailed } from "../api/refusal.ts";
import type { Actor } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import type { Comment, ReviewComment } from "../state/post.ts";
import { hasRole, type Repo } from "../state/repo.ts";
import type { Pull, Thread } from "../state/thread.ts";

/**
 * The issue or pull request of a path.
 *
 * @throws GitHubRefusal 301/307 transferred, 404, 410 deleted or issues disabled
 */
export function threadOf(hub: Hub, repo: Repo, params: Params, verb: string, rest = ""): Thread {
  const number = Number(params.issue_number);
  const moved = repo.gone.get(number);
  if (moved) {
    throw movedTo(
      `${hub.origin}/repositories/${moved.repo.id}/issues/${moved.number}${rest}`,
      verb,
    );
  }
  const thread = repo.threads.get(number);
  if (!thread) throw notFound();
  // GH-oas issues/get: 410 for whoever reads the repository.
  if (thread.deletedAt !== null) throw new GitHubRefusal(410, "This issue was deleted");
  // ossf/allstar#64. Pull requests stay open to comments (ingydotnet/git-hub#117).
  if (!repo.hasIssues && !thread.pull) {
    throw new GitHubRefusal(410, "Issues are disabled for this repo");
  }
  return thread;
}

export function pullOf(repo: Repo, params: Params): { thread: Thread; pull: Pull } {
  const thread = repo.threads.get(Number(params.pull_number));
  if (!thread?.pull || thread.deletedAt !== null) throw notFound();
  return { thread, pull: thread.pull };
}

/** A comment of the conversation. Another kind of comment is not found here (platforms.md 2.4). */
export function commentOf(hub: Hub, repo: Repo, params: Params): Comment {
  const comment = hub.comments.get(Number(params.comment_id));
  if (!comment || comment.thread.repo !== repo || comment.deletedAt !== null) throw notFound();
  return comment;
}

export function reviewCommentOf(hub: Hub, repo: Repo, params: Params): ReviewComment {
  const comment = hub.reviewComments.get(Number(params.comment_id));
  if (!comment || comment.thread.repo !== repo || comment.deletedAt !== null) throw notFound();
  return comment;
}

/**
 * Apps may not write into a locked conversation, people with write access may (probot/stale#25,
 * Expensify/App#14862).
 *
 * @throws GitHubRefusal 403
 */
export function refuseLocked(actor: Actor, { locked, repo }: Thread): void {
  if (!locked || (actor.kind === "user" && hasRole(repo, actor.user, "write"))) return;
  const docs = "https://docs.github.com/articles/locking-conversations/";
  throw new GitHubRefusal(403, "Unable to create comment because issue is locked.", { docs });
}

/**
 * People change what is theirs, or anything with write access; Apps with permission anything.
 *
 * @throws GitHubRefusal 403
 */
export function mayChange(actor: Actor, { author, thread }: Comment | ReviewComment): void {
  if (actor.kind !== "user" || author === actor.user) return;
  if (hasRole(thread.repo, actor.user, "write")) return;
  throw new GitHubRefusal(403, "Must have admin rights to Repository.");
}

/** Measured by bytes, whatever the message says (objectstack#18826, dead-claudia/github-limits). */
const MAX_BYTES = 262_144;

/** @throws GitHubRefusal 422 in the words recorded for comments */
export function checkText(resource: string, text: string): void {
  const refuse = (message: string) =>
    validationFailed({ resource, code: "unprocessable", field: "data", message });
  if (text.trim() === "") throw refuse("Body cannot be blank");
  if (isTooLong(text)) throw refuse("Body is too long (maximum is 65536 characters)");
}

export function isTooLong(text: string): boolean {
  return Buffer.byteLength(text) > MAX_BYTES;
}
