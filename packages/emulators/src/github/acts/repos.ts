import { showOrganization, showUser } from "../show/user.ts";
import type { Account, By } from "../state/account.ts";
import { fullName, type Repo } from "../state/repo.ts";
import type { Told } from "../webhook/delivery.ts";
import type { World } from "./world.ts";

/** `repository.renamed`. The old name answers 301 or 307 from now on. */
export function renameRepo(world: World, repo: Repo, by: By, name: string): Told {
  const from = repo.name;
  leaveName(world, repo);
  repo.name = name;
  repo.updatedAt = world.hub.now();
  const changes = { repository: { name: { from } } };
  return tell(world, "renamed", repo, by, { changes });
}

/** `repository.transferred`. */
export function giveRepo(world: World, repo: Repo, by: By, to: Account): Told {
  const { hub } = world;
  const from =
    repo.owner.type === "Organization"
      ? { organization: showOrganization(hub, repo.owner) }
      : { user: showUser(hub, repo.owner) };
  leaveName(world, repo);
  repo.owner = to;
  repo.updatedAt = hub.now();
  return tell(world, "transferred", repo, by, { changes: { owner: { from } } });
}

/** `repository.archived`, `repository.unarchived`. */
export function archive(world: World, repo: Repo, by: By, on: boolean): Told {
  repo.archived = on;
  return tell(world, on ? "archived" : "unarchived", repo, by, {});
}

function leaveName({ hub }: World, repo: Repo): void {
  hub.formerNames.set(fullName(repo).toLowerCase(), repo);
}

function tell(world: World, action: string, repo: Repo, by: By, body: object): Told {
  world.hub.changed({ kind: "changed", repository: fullName(repo) });
  return world.hooks.announce({
    event: "repository",
    action,
    sender: by.user,
    repo,
    body: { ...body },
  });
}
