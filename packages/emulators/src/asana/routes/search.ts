import { canSeeProject, canSeeTask } from "../access.ts";
import type { Person } from "../model.ts";
import { userRecord } from "../records/people.ts";
import { projectRecord, taskRecord } from "../records/work.ts";
import { badRequest, missing, notBuilt, Refusal } from "../refusal.ts";
import type { Resource } from "../resource.ts";
import { toText } from "../rich/render.ts";
import type { World } from "../world.ts";
import { checkWorkspace } from "./find.ts";
import type { Route } from "./route.ts";

const searchTasksForWorkspace: Route = {
  name: "searchTasksForWorkspace",
  verb: "GET",
  path: "/workspaces/{workspace_gid}/tasks/search",
  query: ["text", "projects.any", "completed"],
  run({ world, isPremium }, { user, query, params: { workspace_gid: gid = "" } }) {
    checkWorkspace(world, gid);
    // forum t/106546.
    if (!isPremium) throw new Refusal(402, "Search is only available to premium users.");
    // AS-oas: "does not use pagination", and at most 100 come back.
    if (query.has("offset")) throw badRequest("offset: Your pagination token is invalid.");
    const words = (query.get("text") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const projects = query.get("projects.any")?.split(",");
    const completed = query.get("completed");
    const found = [...world.tasks.values()].filter((task) => {
      const said = `${task.name} ${toText(task.notes, world.resolver(user))}`.toLowerCase();
      return (
        task.deletedAt === null &&
        canSeeTask(task, user) &&
        words.every((word) => said.includes(word)) &&
        (projects === undefined || task.projects.some((one) => projects.includes(one.gid))) &&
        (completed === null || (task.completedAt !== null) === (completed === "true"))
      );
    });
    const newest = found.toSorted((one, other) => other.modifiedAt - one.modifiedAt);
    return { kind: "list", resources: newest.map((task) => taskRecord(world, task, user)) };
  },
};

/** AS-oas typeaheadForWorkspace: names that fit, the best first, without pages. */
const typeaheadForWorkspace: Route = {
  name: "typeaheadForWorkspace",
  verb: "GET",
  path: "/workspaces/{workspace_gid}/typeahead",
  query: ["resource_type", "query", "count"],
  run({ world }, { user, query, params: { workspace_gid: gid = "" } }) {
    checkWorkspace(world, gid);
    const type = query.get("resource_type");
    if (!type) throw missing("resource_type");
    const wanted = (query.get("query") ?? "").toLowerCase();
    const count = Number(query.get("count") ?? 20);
    const named = candidates(world, type, user).filter(({ names }) =>
      names.some((name) => name.toLowerCase().includes(wanted)),
    );
    return { kind: "list", resources: named.slice(0, count).map(({ resource }) => resource) };
  },
};

function candidates(
  world: World,
  type: string,
  user: Person,
): { readonly names: readonly string[]; readonly resource: Resource }[] {
  switch (type) {
    case "user":
      return [...world.people.values()]
        .filter(({ active }) => active)
        .map((one) => ({ names: [one.name, one.email], resource: userRecord(world, one) }));
    case "project":
      return [...world.projects.values()]
        .filter((one) => canSeeProject(one, user))
        .map((one) => ({ names: [one.name], resource: projectRecord(world, one) }));
    case "task":
      return [...world.tasks.values()]
        .filter((one) => one.deletedAt === null && canSeeTask(one, user))
        .map((one) => ({ names: [one.name], resource: taskRecord(world, one, user) }));
    default:
      throw notBuilt(`typeahead of ${type}`);
  }
}

export const SEARCH_ROUTES: readonly Route[] = [searchTasksForWorkspace, typeaheadForWorkspace];
