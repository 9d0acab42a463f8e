import type { Hub } from "../state/hub.ts";
import { type Review, type ReviewComment, textOf } from "../state/post.ts";
import { associationIn } from "../state/repo.ts";
import type { Json } from "../types.ts";
import { showRollup } from "./reactions.ts";
import { iso, postWeb, pullApi, repoApi } from "./urls.ts";
import { showAuthor } from "./user.ts";

/** GH-oas pull-request-review. `state` is in capitals here, and an empty body is "". */
export function showReview(hub: Hub, review: Review): Json {
  const page = postWeb(hub, review);
  const pull = pullApi(hub, review.thread);
  return {
    id: review.id,
    node_id: review.nodeId,
    user: showAuthor(hub, review.author),
    body: textOf(review),
    state: review.state.toUpperCase(),
    html_url: page,
    pull_request_url: pull,
    author_association: associationIn(review.thread.repo, review.author),
    _links: { html: { href: page }, pull_request: { href: pull } },
    submitted_at: iso(review.createdAt),
    commit_id: review.commit,
  };
}

/** GH-oas webhooks_review: `state` in small letters, and an empty body is null. */
export function showReviewInEvent(hub: Hub, review: Review): Json {
  return {
    ...showReview(hub, review),
    body: textOf(review) || null,
    state: review.state,
    updated_at: iso(review.updatedAt),
  };
}

/** GH-oas pull-request-review-comment. */
export function showReviewComment(hub: Hub, comment: ReviewComment): Json {
  const { thread, root } = comment;
  const api = `${repoApi(hub, thread.repo)}/pulls/comments/${comment.id}`;
  const page = postWeb(hub, comment);
  const pull = pullApi(hub, thread);
  return {
    url: api,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: comment.nodeId,
    diff_hunk: comment.hunk,
    path: comment.path,
    commit_id: thread.pull?.head.sha ?? comment.commit,
    original_commit_id: comment.commit,
    user: showAuthor(hub, comment.author),
    body: textOf(comment),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    html_url: page,
    pull_request_url: pull,
    author_association: associationIn(thread.repo, comment.author),
    _links: { self: { href: api }, html: { href: page }, pull_request: { href: pull } },
    reactions: showRollup(comment, api),
    // Null on outdated comments (platforms.md 2.7).
    start_line: comment.outdated ? null : comment.startLine,
    original_start_line: comment.startLine,
    start_side: comment.startLine === null ? null : comment.side,
    line: comment.outdated ? null : comment.line,
    original_line: comment.line,
    side: comment.side,
    position: comment.outdated ? null : comment.position,
    original_position: comment.position,
    subject_type: "line",
    ...(root ? { in_reply_to_id: root.id } : {}),
  };
}
