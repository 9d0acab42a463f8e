import type { Discussion } from "../state/discussion.ts";
import type { Hub } from "../state/hub.ts";
import { type DiscussionComment, textOf } from "../state/post.ts";
import { associationIn } from "../state/repo.ts";
import type { Json } from "../types.ts";
import { showRollup } from "./reactions.ts";
import { iso, postWeb, repoApi } from "./urls.ts";
import { showAuthor } from "./user.ts";

/** GH-oas discussion: in events only, there is no REST for it. */
export function showDiscussion(hub: Hub, discussion: Discussion): Json {
  const { repo, category } = discussion;
  const api = `${repoApi(hub, repo)}/discussions/${discussion.number}`;
  return {
    repository_url: repoApi(hub, repo),
    category: {
      id: 1,
      node_id: "DIC_kwDOAAAAAc4AAAAB",
      repository_id: repo.id,
      emoji: ":speech_balloon:",
      name: category,
      description: "",
      created_at: iso(repo.createdAt),
      updated_at: iso(repo.createdAt),
      slug: category.toLowerCase().replaceAll(" ", "-"),
      is_answerable: category === "Q&A",
    },
    answer_html_url: null,
    answer_chosen_at: null,
    answer_chosen_by: null,
    html_url: postWeb(hub, discussion),
    id: discussion.id,
    node_id: discussion.nodeId,
    number: discussion.number,
    title: discussion.title,
    user: showAuthor(hub, discussion.author),
    state: discussion.locked ? "locked" : "open",
    state_reason: null,
    locked: discussion.locked,
    comments: discussion.comments.filter(({ deletedAt }) => deletedAt === null).length,
    created_at: iso(discussion.createdAt),
    updated_at: iso(discussion.updatedAt),
    author_association: associationIn(repo, discussion.author),
    active_lock_reason: null,
    body: textOf(discussion),
    reactions: showRollup(discussion, api),
    timeline_url: `${api}/timeline`,
    labels: [],
  };
}

/** GH-oas webhooks_comment. */
export function showDiscussionComment(hub: Hub, comment: DiscussionComment): Json {
  const { discussion } = comment;
  const { repo } = discussion;
  const api = `${repoApi(hub, repo)}/discussions/comments/${comment.id}`;
  const answers = discussion.comments.filter(({ root }) => root === comment);
  return {
    id: comment.id,
    node_id: comment.nodeId,
    html_url: postWeb(hub, comment),
    parent_id: comment.root?.id ?? null,
    child_comment_count: answers.length,
    repository_url: repoApi(hub, repo),
    discussion_id: discussion.id,
    author_association: associationIn(repo, comment.author),
    user: showAuthor(hub, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    body: textOf(comment),
    reactions: showRollup(comment, api),
  };
}
