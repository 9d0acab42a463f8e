import type { Hub } from "../state/hub.ts";
import { type Comment, textOf } from "../state/post.ts";
import { associationIn } from "../state/repo.ts";
import type { Json } from "../types.ts";
import { showApp } from "./app.ts";
import { showRollup } from "./reactions.ts";
import { iso, issueApi, postWeb, repoApi } from "./urls.ts";
import { showAuthor } from "./user.ts";

/** GH-oas issue-comment. */
export function showComment(hub: Hub, comment: Comment): Json {
  const { thread } = comment;
  const api = `${repoApi(hub, thread.repo)}/issues/comments/${comment.id}`;
  return {
    url: api,
    html_url: postWeb(hub, comment),
    issue_url: issueApi(hub, thread),
    id: comment.id,
    node_id: comment.nodeId,
    user: showAuthor(hub, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    body: textOf(comment),
    author_association: associationIn(thread.repo, comment.author),
    reactions: showRollup(comment, api),
    performed_via_github_app: comment.app ? showApp(hub, comment.app) : null,
  };
}
