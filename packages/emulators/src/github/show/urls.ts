import type { Hub } from "../state/hub.ts";
import { homeOf } from "../state/hub.ts";
import type { Post } from "../state/post.ts";
import { fullName, type Repo } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";

export function repoApi(hub: Hub, repo: Repo): string {
  return `${hub.origin}/repos/${fullName(repo)}`;
}

export function repoWeb(hub: Hub, repo: Repo): string {
  return `${hub.web}/${fullName(repo)}`;
}

/** Of the issue, also of the one that every pull request is. */
export function issueApi(hub: Hub, thread: Thread): string {
  return `${repoApi(hub, thread.repo)}/issues/${thread.number}`;
}

export function pullApi(hub: Hub, thread: Thread): string {
  return `${repoApi(hub, thread.repo)}/pulls/${thread.number}`;
}

export function threadWeb(hub: Hub, thread: Thread): string {
  const kind = thread.pull ? "pull" : "issues";
  return `${repoWeb(hub, thread.repo)}/${kind}/${thread.number}`;
}

/** The page of a post, with its anchor. */
export function postWeb(hub: Hub, post: Post): string {
  const home = homeOf(post);
  const page =
    home.kind === "thread"
      ? threadWeb(hub, home)
      : `${repoWeb(hub, home.repo)}/discussions/${home.number}`;
  switch (post.kind) {
    case "thread":
    case "discussion":
      return page;
    case "comment":
      return `${page}#issuecomment-${post.id}`;
    case "review":
      return `${page}#pullrequestreview-${post.id}`;
    case "review-comment":
      return `${page}#discussion_r${post.id}`;
    case "discussion-comment":
      return `${page}#discussioncomment-${post.id}`;
    default:
      return post satisfies never;
  }
}

/** As GitHub writes times: whole seconds. */
export function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function isoOrNull(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : iso(ms);
}
