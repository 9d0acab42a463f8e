import { showIssue } from "../show/issue.ts";
import { showPull } from "../show/pull.ts";
import { showRepository } from "../show/repository.ts";
import type { Account, By } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { newPost, rewrite } from "../state/post.ts";
import type { Repo } from "../state/repo.ts";
import type { Pull, Thread } from "../state/thread.ts";
import type { Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { notifyOf } from "./notify.ts";
import type { World } from "./world.ts";

export interface Opening {
  readonly title: string;
  readonly body: string;
  readonly pull?: Pull;
}

/** `issues.opened` or `pull_request.opened`. */
export function openThread(
  world: World,
  repo: Repo,
  by: By,
  { title, body, pull }: Opening,
): Told & { readonly thread: Thread } {
  const { hub } = world;
  const id = hub.ids.next("thread");
  repo.lastNumber += 1;
  const thread: Thread = {
    kind: "thread",
    ...newPost(by, hub.now(), { id, nodeId: nodeId(pull ? "PR" : "I", id) }, body),
    repo,
    number: repo.lastNumber,
    title,
    state: "open",
    stateReason: null,
    closed: null,
    locked: false,
    lockReason: null,
    assignees: [],
    labels: [],
    comments: [],
    pull: pull ?? null,
  };
  repo.threads.set(thread.number, thread);
  hub.keep(thread);
  hub.touched("opened", thread);
  notifyOf(world, thread, by, thread);
  return { thread, ...tellThread(world, "opened", thread, by) };
}

/** `issues.edited`, `pull_request.edited`. */
export function editThread(world: World, thread: Thread, by: By, to: Partial<Opening>): Told {
  const { hub } = world;
  const changes: Record<string, Json> = {};
  if (to.body !== undefined) changes.body = { from: rewrite(thread, by, hub.now(), to.body) };
  if (to.title !== undefined && to.title !== thread.title) {
    changes.title = { from: thread.title };
    thread.title = to.title;
    thread.updatedAt = hub.now();
  }
  hub.touched("edited", thread);
  return tellThread(world, "edited", thread, by, { changes });
}

/** `closed`, `reopened`. */
export function setState(
  world: World,
  thread: Thread,
  by: By,
  state: Thread["state"],
  reason: string | null = null,
): Told {
  const { hub } = world;
  thread.state = state;
  thread.stateReason = reason ?? (state === "open" ? "reopened" : "completed");
  if (thread.pull) thread.stateReason = null;
  thread.closed = state === "closed" ? { at: hub.now(), by: by.user } : null;
  thread.updatedAt = hub.now();
  hub.touched("changed", thread);
  return tellThread(world, state === "open" ? "reopened" : "closed", thread, by);
}

/** `locked`, `unlocked`. */
export function setLock(
  world: World,
  thread: Thread,
  by: By,
  locked: boolean,
  reason: string | null = null,
): Told {
  thread.locked = locked;
  thread.lockReason = locked ? reason : null;
  world.hub.touched("changed", thread);
  return tellThread(world, locked ? "locked" : "unlocked", thread, by);
}

/** `issues.deleted`; from now on 410. */
export function deleteThread(world: World, thread: Thread, by: By): Told {
  const { hub } = world;
  thread.deletedAt = hub.now();
  for (const comment of thread.comments) comment.deletedAt ??= hub.now();
  hub.touched("deleted", thread);
  return tellThread(world, "deleted", thread, by);
}

/** `issues.transferred`, told by the repository that it leaves; from now on 301 there. */
export function transferThread(world: World, thread: Thread, by: By, to: Repo): Told {
  const { hub, hooks } = world;
  const from = thread.repo;
  const before = showIssue(hub, thread);
  from.threads.delete(thread.number);
  from.gone.set(thread.number, thread);
  to.lastNumber += 1;
  thread.repo = to;
  thread.number = to.lastNumber;
  to.threads.set(thread.number, thread);
  hub.touched("changed", thread);
  const changes = { new_issue: showIssue(hub, thread), new_repository: showRepository(hub, to) };
  return hooks.announce({
    event: "issues",
    action: "transferred",
    sender: by.user,
    repo: from,
    body: { changes, issue: before },
  });
}

/** Of an issue as `issues`, of a pull request as `pull_request`. */
export function tellThread(
  { hub, hooks }: World,
  action: string,
  thread: Thread,
  by: By | { readonly user: Account },
  more: Json = {},
): Told {
  const { pull, repo, number } = thread;
  return hooks.announce({
    event: pull ? "pull_request" : "issues",
    action,
    sender: by.user,
    repo,
    body: pull
      ? { number, pull_request: showPull(hub, thread, pull), ...more }
      : { issue: showIssue(hub, thread), ...more },
  });
}
