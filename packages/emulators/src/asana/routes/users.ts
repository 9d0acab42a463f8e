import { isGid } from "../data.ts";
import { membershipRecord, userRecord, workspaceRecord } from "../records/people.ts";
import { notAnId, unknownObject } from "../refusal.ts";
import { checkWorkspace } from "./find.ts";
import type { Route } from "./route.ts";

const getUser: Route = {
  name: "getUser",
  verb: "GET",
  path: "/users/{user_gid}",
  run({ world }, { user, params: { user_gid: id = "" } }) {
    const person = world.findPerson(id, user);
    if (!person && !isGid(id)) throw notAnId("user", id);
    if (!person) throw unknownObject("user", id);
    return { kind: "one", resource: userRecord(world, person) };
  },
};

const getWorkspace: Route = {
  name: "getWorkspace",
  verb: "GET",
  path: "/workspaces/{workspace_gid}",
  run({ world }, { params: { workspace_gid: gid = "" } }) {
    checkWorkspace(world, gid);
    return { kind: "one", resource: workspaceRecord(world) };
  },
};

const getUsersForWorkspace: Route = {
  name: "getUsersForWorkspace",
  verb: "GET",
  path: "/workspaces/{workspace_gid}/users",
  run({ world }, { params: { workspace_gid: gid = "" } }) {
    checkWorkspace(world, gid);
    const people = [...world.people.values()].filter(({ active }) => active);
    return { kind: "list", resources: people.map((person) => userRecord(world, person)) };
  },
};

const getWorkspaceMembershipsForWorkspace: Route = {
  name: "getWorkspaceMembershipsForWorkspace",
  verb: "GET",
  path: "/workspaces/{workspace_gid}/workspace_memberships",
  query: ["user"],
  run({ world }, { user, query, params: { workspace_gid: gid = "" } }) {
    checkWorkspace(world, gid);
    const id = query.get("user");
    const only = id === null ? null : world.findPerson(id, user);
    if (only === undefined) throw unknownObject("user", id ?? "");
    const people = only ? [only] : [...world.people.values()].filter(({ active }) => active);
    return { kind: "list", resources: people.map((person) => membershipRecord(world, person)) };
  },
};

export const USER_ROUTES: readonly Route[] = [
  getUser,
  getWorkspace,
  getUsersForWorkspace,
  getWorkspaceMembershipsForWorkspace,
];
