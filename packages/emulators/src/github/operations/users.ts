import type { Operation } from "../api/operation.ts";
import { forbidden, GitHubRefusal, notFound } from "../api/refusal.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showPermissions } from "../show/repository.ts";
import { showPublicUser, showUser } from "../show/user.ts";
import { hasRole, roleIn } from "../state/repo.ts";
import type { GitHubRole } from "../types.ts";

const getUser: Operation = {
  name: "getAuthenticatedUser",
  id: "users/get-authenticated",
  verb: "GET",
  path: "/user",
  docs: "users/users#get-the-authenticated-user",
  as: "person",
  run({ world, actor }) {
    if (actor.kind !== "user") throw notFound();
    return { status: 200, body: showPublicUser(world.hub, actor.user) };
  },
};

/** Also `slug[bot]`, URL-encoded: how an App learns the id of its bot (platforms.md 2.3). */
const getUserByName: Operation = {
  name: "getUser",
  id: "users/get-by-username",
  verb: "GET",
  path: "/users/{username}",
  docs: "users/users#get-a-user",
  as: "anybody",
  run({ world, params }) {
    const account = world.hub.findAccount(params.username ?? "");
    if (!account) throw notFound();
    return { status: 200, body: showPublicUser(world.hub, account) };
  },
};

/** GH-oas: `maintain` shows as `write`, `triage` as `read`; `role_name` is exact. */
const LEGACY: Readonly<Record<GitHubRole, string>> = {
  admin: "admin",
  maintain: "write",
  write: "write",
  triage: "read",
  read: "read",
};

const getPermission = repoOperation({
  name: "getCollaboratorPermission",
  id: "repos/get-collaborator-permission-level",
  verb: "GET",
  path: "/collaborators/{username}/permission",
  docs: "collaborators/collaborators#get-repository-permissions-for-a-user",
  needs: ["metadata"],
  run({ world, actor, repo, params }) {
    if (actor.kind === "user" && !hasRole(repo, actor.user, "write")) {
      throw forbidden("Must have push access to view collaborator permission.");
    }
    const login = params.username ?? "";
    const account = world.hub.findAccount(login);
    // Apps and organizations are no users (platforms.md 2.2).
    if (account?.type !== "User") throw new GitHubRefusal(404, `${login} is not a user`);
    const role = roleIn(repo, account);
    const user = {
      ...showUser(world.hub, account),
      permissions: showPermissions(repo, account),
      role_name: role ?? "none",
    };
    const permission = role === null ? "none" : LEGACY[role];
    return { status: 200, body: { permission, user, role_name: role ?? "none" } };
  },
});

export const USERS: readonly Operation[] = [getUser, getUserByName, getPermission];
