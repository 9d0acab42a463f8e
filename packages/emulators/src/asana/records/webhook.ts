import { iso, isoOrNull } from "../clock.ts";
import { Resource } from "../resource.ts";
import { LIFE_MS } from "../webhook/backoff.ts";
import type { AsanaFilter } from "../webhook/filter.ts";
import type { Hook } from "../webhook/hook.ts";
import type { World } from "../world.ts";

/** AS-oas WebhookResponse. The secret is told once only, and not here. */
export function webhookRecord(world: World, hook: Hook): Resource {
  const { gid, resource, target, createdAt, filters } = hook.terms;
  const named = new Resource(
    {
      gid: () => resource.gid,
      resource_type: () => resource.resource_type,
      name: () => world.nameOf(resource.gid),
    },
    ["gid", "resource_type", "name"],
  );
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => "webhook",
      active: () => hook.active,
      resource: () => named,
      target: () => target,
      created_at: () => iso(createdAt),
      last_success_at: () => isoOrNull(hook.lastSuccessAt),
      last_failure_at: () => isoOrNull(hook.lastFailureAt),
      last_failure_content: () => hook.lastFailureContent ?? "",
      delivery_retry_count: () => hook.failures,
      next_attempt_after: () => isoOrNull(hook.nextAttemptAfter),
      failure_deletion_timestamp: () =>
        isoOrNull(hook.failingSince === null ? null : hook.failingSince + LIFE_MS),
      filters: () => filters.map(filterRecord),
    },
    ["gid", "resource_type", "active", "resource", "target"],
  );
}

function filterRecord(filter: AsanaFilter): Resource {
  const given = Object.entries(filter).map(([name, value]) => [name, () => value] as const);
  const names = ["resource_type", "resource_subtype", "action", "fields"];
  return new Resource(Object.fromEntries(given), names, [], names);
}
