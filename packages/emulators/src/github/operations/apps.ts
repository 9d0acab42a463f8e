import { randomBytes } from "node:crypto";
import { suspended } from "../api/authenticate.ts";
import type { Context, Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { notFound, validationFailed } from "../api/refusal.ts";
import { findRepo } from "../api/repo-operation.ts";
import { showApp, showInstallation } from "../show/app.ts";
import { showRepository } from "../show/repository.ts";
import { iso } from "../show/urls.ts";
import type { App, Installation, Token } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import type { Repo } from "../state/repo.ts";
import type { GitHubPermissions } from "../types.ts";
import { covers } from "../webhook/hook.ts";

const HOUR_MS = 3_600_000;

/** The App of an App's own token. */
export function appOf({ actor }: Context): App {
  if (actor.kind !== "app") throw notFound();
  return actor.app;
}

const getApp: Operation = {
  name: "getApp",
  id: "apps/get-authenticated",
  verb: "GET",
  path: "/app",
  docs: "apps/apps#get-the-authenticated-app",
  as: "app",
  run(context) {
    const app = appOf(context);
    const installations_count = alive(app).length;
    return { status: 200, body: { ...showApp(context.world.hub, app), installations_count } };
  },
};

const listInstallations: Operation = {
  name: "listInstallations",
  id: "apps/list-installations",
  verb: "GET",
  path: "/app/installations",
  docs: "apps/apps#list-installations-for-the-authenticated-app",
  as: "app",
  run(context) {
    const { hub } = context.world;
    return pageOf(context, alive(appOf(context)), (one) => showInstallation(hub, one));
  },
};

const getInstallation: Operation = {
  name: "getInstallation",
  id: "apps/get-installation",
  verb: "GET",
  path: "/app/installations/{installation_id}",
  docs: "apps/apps#get-an-installation-for-the-authenticated-app",
  as: "app",
  run(context) {
    return { status: 200, body: showInstallation(context.world.hub, find(context)) };
  },
};

const getRepoInstallation: Operation = {
  name: "getRepoInstallation",
  id: "apps/get-repo-installation",
  verb: "GET",
  path: "/repos/{owner}/{repo}/installation",
  docs: "apps/apps#get-a-repository-installation-for-the-authenticated-app",
  as: "app",
  run(context) {
    const repo = findRepo(context, "GET");
    const installation = alive(appOf(context)).find((one) => covers(one, repo));
    if (!installation) throw notFound();
    return { status: 200, body: showInstallation(context.world.hub, installation) };
  },
};

/** An hour of what the App may do there, or less of it. */
const createInstallationAccessToken: Operation = {
  name: "createInstallationAccessToken",
  id: "apps/create-installation-access-token",
  verb: "POST",
  path: "/app/installations/{installation_id}/access_tokens",
  docs: "apps/apps#create-an-installation-access-token-for-an-app",
  as: "app",
  run(context) {
    const { hub } = context.world;
    const installation = find(context);
    if (installation.suspended) throw suspended();
    const repos = narrowed(context, installation);
    const permissions = asked(context, installation);
    const token: Token = {
      kind: "installation",
      value: `ghs_${randomBytes(27).toString("base64url").replaceAll(/[-_]/g, "0")}`,
      installation,
      repositories: repos && new Set(repos.map(({ id }) => id)),
      permissions,
      expiresAt: hub.now() + HOUR_MS,
      revoked: false,
    };
    hub.tokens.set(token.value, token);
    const selected = repos !== null || installation.repositories !== "all";
    return {
      status: 201,
      body: {
        token: token.value,
        expires_at: iso(token.expiresAt),
        permissions,
        repository_selection: selected ? "selected" : "all",
        ...(repos ? { repositories: repos.map((repo) => showRepository(hub, repo)) } : {}),
      },
    };
  },
};

const listInstallationRepositories: Operation = {
  name: "listInstallationRepositories",
  id: "apps/list-repos-accessible-to-installation",
  verb: "GET",
  path: "/installation/repositories",
  docs: "apps/installations#list-repositories-accessible-to-the-app-installation",
  as: "anybody",
  run(context) {
    const { world, actor } = context;
    if (actor.kind !== "installation") throw notFound();
    const { installation, token } = actor;
    const repos = reposOf(world.hub, installation).filter(
      ({ id }) => token.repositories === null || token.repositories.has(id),
    );
    return pageOf(
      context,
      repos,
      (repo) => showRepository(world.hub, repo),
      (repositories) => ({ total_count: repos.length, repositories }),
    );
  },
};

function alive({ installations }: App): Installation[] {
  return installations.filter(({ deleted }) => !deleted);
}

/** @throws GitHubRefusal 404, also for an App that was uninstalled (platforms.md 2.8) */
function find(context: Context): Installation {
  const id = Number(context.params.installation_id);
  const installation = alive(appOf(context)).find((one) => one.id === id);
  if (!installation) throw notFound();
  return installation;
}

function reposOf(hub: Hub, installation: Installation): Repo[] {
  return [...hub.repos.values()].filter((repo) => covers(installation, repo));
}

/** @throws GitHubRefusal 422 for a repository outside of the installation */
function narrowed({ world, body }: Context, installation: Installation): Repo[] | null {
  const { repositories, repository_ids } = body.fields();
  if (repositories === undefined && repository_ids === undefined) return null;
  const wanted = [repositories ?? [], repository_ids ?? []].flat();
  const all = reposOf(world.hub, installation);
  const found = all.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
  if (found.length === wanted.length) return found;
  throw validationFailed({
    resource: "Installation",
    code: "custom",
    message:
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
  });
}

/** @throws GitHubRefusal 422 for a permission the installation was not given */
function asked({ body }: Context, installation: Installation): GitHubPermissions {
  const wanted = body.fields().permissions;
  if (typeof wanted !== "object" || wanted === null) return installation.permissions;
  const given = installation.permissions;
  const chosen: [string, "read" | "write"][] = [];
  for (const [name, level] of Object.entries(wanted)) {
    const enough = given[name] === "write" || given[name] === level;
    if (!enough || (level !== "read" && level !== "write")) {
      throw validationFailed({
        resource: "Installation",
        code: "custom",
        message: "The permissions requested are not granted to this installation.",
      });
    }
    chosen.push([name, level]);
  }
  return Object.fromEntries(chosen);
}

export const APPS: readonly Operation[] = [
  getApp,
  listInstallations,
  getInstallation,
  getRepoInstallation,
  createInstallationAccessToken,
  listInstallationRepositories,
];
