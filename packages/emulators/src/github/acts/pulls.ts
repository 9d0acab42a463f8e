import { showUser } from "../show/user.ts";
import type { Account, By } from "../state/account.ts";
import { sha } from "../state/ids.ts";
import { placeInPatch } from "../state/patch.ts";
import type { Pull, Thread } from "../state/thread.ts";
import type { GitHubFile } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { notify } from "./notify.ts";
import { tellThread } from "./threads.ts";
import type { World } from "./world.ts";

/** `ready_for_review`, `converted_to_draft`. */
export function setDraft(world: World, thread: Thread, by: By, draft: boolean): Told {
  pullOf(thread).draft = draft;
  world.hub.touched("changed", thread);
  return tellThread(world, draft ? "converted_to_draft" : "ready_for_review", thread, by);
}

/** `review_requested`. */
export function requestReview(world: World, thread: Thread, by: By, user: Account): Told {
  const { requested } = pullOf(thread);
  if (!requested.includes(user)) requested.push(user);
  notify(world, thread, user, "review_requested");
  world.hub.touched("changed", thread);
  const requested_reviewer = showUser(world.hub, user);
  return tellThread(world, "review_requested", thread, by, { requested_reviewer });
}

/** New commits: `synchronize`. Comments on lines that left the diff are outdated. */
export function push(
  world: World,
  thread: Thread,
  by: By,
  files: readonly GitHubFile[] | undefined,
): Told {
  const pull = pullOf(thread);
  const before = pull.head.sha;
  pull.head.sha = sha(`${before}+`);
  if (files) pull.files = files;
  for (const comment of pull.reviewComments) {
    const patch = pull.files.find(({ path }) => path === comment.path)?.patch;
    const { line, side } = comment;
    comment.outdated = patch === undefined || placeInPatch(patch, line, side) === null;
  }
  thread.updatedAt = world.hub.now();
  world.hub.touched("changed", thread);
  return tellThread(world, "synchronize", thread, by, { before, after: pull.head.sha });
}

/** `closed`, with `merged`. */
export function merge(world: World, thread: Thread, by: By): Told {
  const { hub } = world;
  const pull = pullOf(thread);
  pull.merged = { at: hub.now(), by: by.user, sha: sha(`merge ${pull.head.sha}`) };
  thread.state = "closed";
  thread.closed = { at: hub.now(), by: by.user };
  thread.updatedAt = hub.now();
  hub.touched("changed", thread);
  return tellThread(world, "closed", thread, by);
}

export function pullOf(thread: Thread): Pull {
  if (!thread.pull) throw new Error(`#${thread.number} is no pull request`);
  return thread.pull;
}
