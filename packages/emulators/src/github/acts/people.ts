import { showLabel } from "../show/issue.ts";
import { showUser } from "../show/user.ts";
import type { Account, By } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { nodeId } from "../state/ids.ts";
import type { Repo } from "../state/repo.ts";
import type { Label, Thread } from "../state/thread.ts";
import type { Told } from "../webhook/delivery.ts";
import { notify } from "./notify.ts";
import { tellThread } from "./threads.ts";
import type { World } from "./world.ts";

/** `assigned`, once for each. */
export function assign(world: World, thread: Thread, by: By, user: Account): Told {
  if (!thread.assignees.includes(user)) thread.assignees.push(user);
  if (user !== by.user) notify(world, thread, user, "assign");
  thread.updatedAt = world.hub.now();
  world.hub.touched("changed", thread);
  return tellThread(world, "assigned", thread, by, { assignee: showUser(world.hub, user) });
}

/** `unassigned`. */
export function unassign(world: World, thread: Thread, by: By, user: Account): Told {
  thread.assignees.splice(0, Infinity, ...thread.assignees.filter((one) => one !== user));
  thread.updatedAt = world.hub.now();
  world.hub.touched("changed", thread);
  return tellThread(world, "unassigned", thread, by, { assignee: showUser(world.hub, user) });
}

/** `labeled`. A label that the repository does not have yet is made. */
export function addLabel(world: World, thread: Thread, by: By, name: string): Told {
  const label = labelOf(world.hub, thread.repo, name);
  if (!thread.labels.includes(label)) thread.labels.push(label);
  thread.updatedAt = world.hub.now();
  world.hub.touched("changed", thread);
  return tellThread(world, "labeled", thread, by, { label: showLabel(world.hub, thread, label) });
}

/** `unlabeled`. */
export function removeLabel(world: World, thread: Thread, by: By, label: Label): Told {
  thread.labels.splice(0, Infinity, ...thread.labels.filter((one) => one !== label));
  thread.updatedAt = world.hub.now();
  world.hub.touched("changed", thread);
  return tellThread(world, "unlabeled", thread, by, { label: showLabel(world.hub, thread, label) });
}

/** Names are compared case-insensitively, and each is kept as it was first written. */
export function labelOf(hub: Hub, repo: Repo, name: string): Label {
  const known = repo.labels.get(name.toLowerCase());
  if (known) return known;
  const id = hub.ids.next("label");
  const label = { id, nodeId: nodeId("LA", id), name, color: "ededed" };
  repo.labels.set(name.toLowerCase(), label);
  return label;
}
