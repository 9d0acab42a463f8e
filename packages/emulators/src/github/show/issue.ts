import type { Hub } from "../state/hub.ts";
import { textOf } from "../state/post.ts";
import { associationIn } from "../state/repo.ts";
import type { Label, Thread } from "../state/thread.ts";
import type { Json } from "../types.ts";
import { showApp } from "./app.ts";
import { showRollup } from "./reactions.ts";
import { iso, isoOrNull, issueApi, pullApi, repoApi, threadWeb } from "./urls.ts";
import { showAuthor, showUser } from "./user.ts";

/** GH-oas issue, also inside of events. A pull request is an issue with `pull_request`. */
export function showIssue(hub: Hub, thread: Thread): Json {
  const api = issueApi(hub, thread);
  const page = threadWeb(hub, thread);
  const assignees = thread.assignees.map((user) => showUser(hub, user));
  return {
    url: api,
    repository_url: repoApi(hub, thread.repo),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: page,
    id: thread.id,
    node_id: thread.nodeId,
    number: thread.number,
    title: thread.title,
    user: showAuthor(hub, thread.author),
    labels: thread.labels.map((label) => showLabel(hub, thread, label)),
    state: thread.state,
    locked: thread.locked,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: thread.comments.filter(({ deletedAt }) => deletedAt === null).length,
    created_at: iso(thread.createdAt),
    updated_at: iso(thread.updatedAt),
    closed_at: isoOrNull(thread.closed?.at),
    author_association: associationIn(thread.repo, thread.author),
    active_lock_reason: thread.lockReason,
    body: bodyOrNull(thread),
    reactions: showRollup(thread, api),
    timeline_url: `${api}/timeline`,
    performed_via_github_app: thread.app ? showApp(hub, thread.app) : null,
    state_reason: thread.stateReason,
    ...(thread.pull ? showPullLinks(hub, thread) : {}),
  };
}

function showPullLinks(hub: Hub, thread: Thread): Json {
  const page = threadWeb(hub, thread);
  return {
    draft: thread.pull?.draft ?? false,
    pull_request: {
      url: pullApi(hub, thread),
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: isoOrNull(thread.pull?.merged?.at),
    },
  };
}

/** An empty body is null (platforms.md 2.2; dead-claudia/github-limits#12). */
export function bodyOrNull(thread: Thread): string | null {
  return textOf(thread) || null;
}

/** GH-oas label. */
export function showLabel(hub: Hub, { repo }: Thread, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repoApi(hub, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: null,
  };
}
