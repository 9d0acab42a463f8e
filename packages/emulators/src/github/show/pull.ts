import type { Hub } from "../state/hub.ts";
import { sha } from "../state/ids.ts";
import { countChanges } from "../state/patch.ts";
import { associationIn } from "../state/repo.ts";
import type { Pull, Thread } from "../state/thread.ts";
import type { GitHubFile, Json } from "../types.ts";
import { bodyOrNull, showLabel } from "./issue.ts";
import { showRepository } from "./repository.ts";
import { iso, isoOrNull, issueApi, pullApi, repoApi, threadWeb } from "./urls.ts";
import { showAuthor, showUser } from "./user.ts";

/** GH-oas pull-request-simple: in lists, and in the events of reviews. */
export function showPullSimple(hub: Hub, thread: Thread, pull: Pull): Json {
  const api = pullApi(hub, thread);
  const page = threadWeb(hub, thread);
  const issue = issueApi(hub, thread);
  const assignees = thread.assignees.map((user) => showUser(hub, user));
  const links = {
    comments: `${issue}/comments`,
    commits: `${api}/commits`,
    statuses: `${repoApi(hub, thread.repo)}/statuses/${pull.head.sha}`,
    html: page,
    issue,
    review_comments: `${api}/comments`,
    review_comment: `${repoApi(hub, thread.repo)}/pulls/comments{/number}`,
    self: api,
  };
  return {
    url: api,
    id: thread.id,
    node_id: thread.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: thread.number,
    state: thread.state,
    locked: thread.locked,
    title: thread.title,
    user: showAuthor(hub, thread.author),
    body: bodyOrNull(thread),
    created_at: iso(thread.createdAt),
    updated_at: iso(thread.updatedAt),
    closed_at: isoOrNull(thread.closed?.at),
    merged_at: isoOrNull(pull.merged?.at),
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.requested.map((user) => showUser(hub, user)),
    requested_teams: [],
    labels: thread.labels.map((label) => showLabel(hub, thread, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    head: showBranch(hub, thread, pull.head),
    base: showBranch(hub, thread, pull.base),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationIn(thread.repo, thread.author),
    auto_merge: null,
    active_lock_reason: thread.lockReason,
  };
}

/** GH-oas pull-request and pull-request-webhook. */
export function showPull(hub: Hub, thread: Thread, pull: Pull): Json {
  const counts = pull.files.map(({ patch }) => countChanges(patch ?? ""));
  return {
    ...showPullSimple(hub, thread, pull),
    merged: pull.merged !== null,
    mergeable: pull.merged ? null : pull.mergeable,
    rebaseable: pull.merged ? null : pull.mergeable,
    mergeable_state: pull.merged ? "unknown" : mergeableState(pull),
    merged_by: pull.merged ? showUser(hub, pull.merged.by) : null,
    comments: thread.comments.filter(({ deletedAt }) => deletedAt === null).length,
    review_comments: pull.reviewComments.filter(({ deletedAt }) => deletedAt === null).length,
    maintainer_can_modify: false,
    commits: 1,
    additions: counts.reduce((sum, { additions }) => sum + additions, 0),
    deletions: counts.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: pull.files.length,
  };
}

function mergeableState({ draft, mergeable }: Pull): string {
  if (!mergeable) return "dirty";
  return draft ? "draft" : "clean";
}

function showBranch(hub: Hub, { repo }: Thread, branch: { ref: string; sha: string }): Json {
  return {
    label: `${repo.owner.login}:${branch.ref}`,
    ref: branch.ref,
    sha: branch.sha,
    user: showUser(hub, repo.owner),
    repo: showRepository(hub, repo),
  };
}

/** GH-oas diff-entry. */
export function showFile(hub: Hub, thread: Thread, pull: Pull, file: GitHubFile): Json {
  const { additions, deletions } = countChanges(file.patch ?? "");
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  const web = `${hub.web}/${thread.repo.owner.login}/${thread.repo.name}`;
  return {
    sha: sha(file.path + (file.patch ?? "")),
    filename: file.path,
    status: file.status ?? "modified",
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${web}/blob/${pull.head.sha}/${path}`,
    raw_url: `${web}/raw/${pull.head.sha}/${path}`,
    contents_url: `${repoApi(hub, thread.repo)}/contents/${path}?ref=${pull.head.sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
  };
}
