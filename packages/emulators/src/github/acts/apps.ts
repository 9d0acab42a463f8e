import { showInstallation } from "../show/app.ts";
import type { Account, App, Installation } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { fullName, type Repo } from "../state/repo.ts";
import type { GitHubPermissions, Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { covers, type Hook } from "../webhook/hook.ts";
import type { World } from "./world.ts";

/** `installation.created`. */
export function install(
  world: World,
  app: App,
  account: Account,
  by: Account,
  repositories: "all" | readonly Repo[],
  permissions: GitHubPermissions = app.permissions,
): Told & { readonly installation: Installation } {
  const { hub } = world;
  const id = hub.ids.next("installation");
  const installation: Installation = {
    id,
    nodeId: nodeId("IIN", id),
    app,
    account,
    repositories: repositories === "all" ? "all" : new Set(repositories.map((repo) => repo.id)),
    permissions,
    suspended: null,
    deleted: false,
    createdAt: hub.now(),
    updatedAt: hub.now(),
  };
  app.installations.push(installation);
  hub.installations.set(id, installation);
  return { installation, ...tellInstallation(world, "created", installation, by) };
}

/** `installation.deleted`: its tokens are worth nothing from now on. */
export function uninstall(world: World, installation: Installation, by: Account): Told {
  const told = tellInstallation(world, "deleted", installation, by);
  installation.deleted = true;
  return told;
}

/** `installation.suspend`, `installation.unsuspend`. */
export function suspend(world: World, installation: Installation, by: Account, on: boolean): Told {
  installation.suspended = on ? { at: world.hub.now(), by } : null;
  return tellInstallation(world, on ? "suspend" : "unsuspend", installation, by);
}

/** `installation_repositories.added` or `.removed`. */
export function changeRepositories(
  world: World,
  installation: Installation,
  by: Account,
  action: "added" | "removed",
  repos: readonly Repo[],
): Told {
  const ids = installation.repositories;
  if (ids === "all") throw new Error(`installation ${installation.id} has all repositories`);
  for (const { id } of repos) {
    if (action === "added") ids.add(id);
    else ids.delete(id);
  }
  const changed = repos.map(showNamed);
  return world.hooks.announce({
    event: "installation_repositories",
    action,
    sender: by,
    repo: null,
    installation,
    body: {
      installation: showInstallation(world.hub, installation),
      repository_selection: "selected",
      repositories_added: action === "added" ? changed : [],
      repositories_removed: action === "removed" ? changed : [],
      requester: null,
    },
  });
}

/** `ping`, as after a hook was made (platforms.md 2.1). */
export function ping({ hooks }: World, hook: Hook, by: Account): Told {
  const { id, target, url, events, contentType, secret, active } = hook;
  const at = new Date(hook.createdAt).toISOString();
  const shown = {
    type: { integration: "App", repository: "Repository", organization: "Organization" }[
      target.kind
    ],
    id,
    name: "web",
    active,
    events,
    config: {
      content_type: contentType,
      insecure_ssl: "0",
      url,
      ...(secret === null ? {} : { secret: "********" }),
    },
    updated_at: at,
    created_at: at,
    ...(target.kind === "integration" ? { app_id: target.app.id } : {}),
  };
  return hooks.tell(hook, {
    event: "ping",
    action: null,
    sender: by,
    repo: target.kind === "repository" ? target.repo : null,
    body: { zen: "Keep it logically awesome.", hook_id: id, hook: shown },
  });
}

function tellInstallation(
  { hub, hooks }: World,
  action: string,
  installation: Installation,
  by: Account,
): Told {
  const repos = [...hub.repos.values()].filter((repo) => covers(installation, repo));
  const withRepositories = action === "created" || action === "deleted";
  return hooks.announce({
    event: "installation",
    action,
    sender: by,
    repo: null,
    installation,
    body: {
      installation: showInstallation(hub, installation),
      ...(withRepositories ? { repositories: repos.map(showNamed) } : {}),
      ...(action === "created" ? { requester: null } : {}),
    },
  });
}

function showNamed(repo: Repo): Json {
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
  };
}
