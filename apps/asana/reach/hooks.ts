import type { Hooks } from "@trunkline/transport";
import { dataOf, listOf, Me, NewWebhook, removed, Webhook } from "@trunkline/transport/asana";
import type { Client } from "../src/client.ts";

/**
 * What may be for us, and nothing else: comments and their edits, assignments, and new tasks, which may come
 * with an assignee. Events of subtasks and comments rise to the project (Asana, webhooks guide).
 */
const FILTERS = [
  { resource_type: "story", resource_subtype: "comment_added", action: "added" },
  { resource_type: "story", resource_subtype: "comment_added", action: "changed" },
  { resource_type: "task", action: "changed", fields: ["assignee"] },
  { resource_type: "task", action: "added" },
];

/** Subscriptions to projects and tasks. Whole workspaces send no events of tasks or comments. */
export function hooks(api: Client): Hooks {
  return {
    async create(resource, target) {
      const data = { resource, target, filters: FILTERS };
      const made = NewWebhook.parse(await api.webhooks.createWebhook({ data }));
      return { gid: made.data.gid, secret: made["X-Hook-Secret"] };
    },
    list: () => webhooksOf(api),
    remove: (gid) => removed(api.webhooks.deleteWebhook(gid)),
  };
}

/** All webhooks of the token: they are listed by workspace. */
export async function webhooksOf(api: Client) {
  const me = dataOf(Me, await api.users.getUser("me", { opt_fields: "workspaces.gid" }));
  const opt_fields = "target,resource.gid";
  const lists = (me.workspaces ?? []).map(({ gid }) =>
    listOf(Webhook, (page) => api.webhooks.getWebhooks(gid, { ...page, opt_fields })),
  );
  return (await Promise.all(lists)).flat();
}
