import { isGid } from "../data.ts";
import type { AsanaEvent, AsanaRef } from "../events.ts";
import type { Person } from "../model.ts";
import { userRecord } from "../records/people.ts";
import { missing, notAnId, notBuilt, unknownObject } from "../refusal.ts";
import { Resource } from "../resource.ts";
import type { World } from "../world.ts";
import { findProject, findTask } from "./find.ts";
import type { Context, Route } from "./route.ts";

/** Something that can be subscribed to, and whether the user may. @throws Refusal */
export function findSubject({ world }: Context, gid: string, user: Person): AsanaRef {
  if (!isGid(gid)) throw notAnId("resource", gid);
  if (gid === world.workspace.gid) throw notBuilt("subscriptions to a workspace");
  if (world.projects.has(gid)) {
    findProject(world, gid, user, "resource");
    return { gid, resource_type: "project" };
  }
  if (!world.tasks.has(gid)) throw unknownObject("resource", gid);
  const { subtype } = findTask(world, gid, user, "resource");
  return { gid, resource_type: "task", resource_subtype: subtype };
}

const getEvents: Route = {
  name: "getEvents",
  verb: "GET",
  path: "/events",
  query: ["resource", "sync"],
  run(context, { user, query }) {
    const { world, sync } = context;
    const gid = query.get("resource");
    if (gid === null) throw missing("resource");
    findSubject(context, gid, user);
    const { happenings, ...more } = sync.since(gid, user, query.get("sync"));
    const resources = happenings.map(({ event }) => eventRecord(world, event));
    return { kind: "batch", resources, more };
  },
};

const VALUES = ["new_value", "added_value", "removed_value"] as const;

/** AS-oas EventResponse: here with compact records, not only with gids. */
function eventRecord(world: World, event: AsanaEvent): Resource {
  const { change } = event;
  return new Resource(
    {
      user: () => refRecord(world, event.user),
      created_at: () => event.created_at,
      type: () => event.resource.resource_type,
      action: () => event.action,
      resource: () => refRecord(world, event.resource),
      parent: () => refRecord(world, event.parent),
      ...(change
        ? {
            change: () =>
              new Resource(
                {
                  field: () => change.field,
                  action: () => change.action,
                  ...values(world, change),
                },
                ["field", "action", ...VALUES],
                [],
                VALUES,
              ),
          }
        : {}),
    },
    ["user", "created_at", "type", "action", "resource", "parent", "change"],
    [],
    ["change"],
  );
}

function values(world: World, change: NonNullable<AsanaEvent["change"]>) {
  const present = VALUES.filter((name) => change[name] !== undefined);
  return Object.fromEntries(
    present.map((name) => [name, () => refRecord(world, change[name] ?? null)]),
  );
}

function refRecord(world: World, ref: AsanaRef | null): Resource | null {
  if (!ref) return null;
  const person = world.people.get(ref.gid);
  if (person) return userRecord(world, person);
  const { gid, resource_type, resource_subtype } = ref;
  const name = world.nameOf(gid);
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => resource_type,
      ...(resource_subtype === undefined ? {} : { resource_subtype: () => resource_subtype }),
      ...(name === "" ? {} : { name: () => name }),
    },
    ["gid", "resource_type", "resource_subtype", "name"],
    [],
    ["resource_subtype", "name"],
  );
}

export const EVENT_ROUTES: readonly Route[] = [getEvents];
