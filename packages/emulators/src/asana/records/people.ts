import { iso } from "../clock.ts";
import type { Person } from "../model.ts";
import { Resource } from "../resource.ts";
import type { World } from "../world.ts";

/** AS-oas UserResponse. There is no mark of a bot. */
export function userRecord(world: World, person: Person): Resource {
  return new Resource(
    {
      gid: () => person.gid,
      resource_type: () => "user",
      name: () => person.name,
      email: () => person.email,
      photo: () => null,
      workspaces: () => [workspaceRecord(world)],
    },
    ["gid", "resource_type", "name"],
  );
}

export function userOrNull(world: World, person: Person | null): Resource | null {
  return person && userRecord(world, person);
}

/** AS-oas WorkspaceResponse. */
export function workspaceRecord(world: World): Resource {
  const { gid, name } = world.workspace;
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => "workspace",
      name: () => name,
      email_domains: () => ["example.com"],
      is_organization: () => true,
    },
    ["gid", "resource_type", "name"],
  );
}

/** AS-oas WorkspaceMembershipResponse; `vacation_dates` and "My Tasks" are not built. */
export function membershipRecord(world: World, person: Person): Resource {
  return new Resource(
    {
      // A membership has a gid of its own; here it follows from the user's.
      gid: () => `9${person.gid}`,
      resource_type: () => "workspace_membership",
      user: () => userRecord(world, person),
      workspace: () => workspaceRecord(world),
      is_active: () => person.active,
      is_admin: () => false,
      is_guest: () => person.kind === "guest",
      vacation_dates: () => null,
      created_at: () => iso(person.joinedAt),
    },
    ["gid", "resource_type", "user", "workspace"],
  );
}
