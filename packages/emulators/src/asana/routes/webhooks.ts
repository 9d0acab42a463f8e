import { isGid } from "../data.ts";
import type { Person } from "../model.ts";
import { webhookRecord } from "../records/webhook.ts";
import { missing, noAccess, notAnId, unknownObject } from "../refusal.ts";
import { readFilters } from "../webhook/filter.ts";
import type { Hook } from "../webhook/hook.ts";
import { findSubject } from "./events.ts";
import { checkWorkspace } from "./find.ts";
import type { Context, Route } from "./route.ts";

const createWebhook: Route = {
  name: "createWebhook",
  verb: "POST",
  path: "/webhooks",
  data: { writable: ["resource", "target", "filters"] },
  async run(context, { user, data }) {
    const resource = findSubject(context, data.requiredGid("resource"), user);
    const target = data.requiredText("target");
    const filters = readFilters(data.list("filters") ?? []);
    const hook = await context.hooks.create(user, resource, target, filters);
    return {
      kind: "one",
      resource: webhookRecord(context.world, hook),
      newAt: `/webhooks/${hook.terms.gid}`,
      // AS-docs webhooks: "the only time it will be transmitted".
      more: { "X-Hook-Secret": hook.terms.secret },
    };
  },
};

const getWebhooks: Route = {
  name: "getWebhooks",
  verb: "GET",
  path: "/webhooks",
  query: ["workspace", "resource"],
  run({ world, hooks }, { user, query }) {
    const workspace = query.get("workspace");
    // AS-docs errors: "workspace: Missing input".
    if (workspace === null) throw missing("workspace");
    checkWorkspace(world, workspace);
    const resource = query.get("resource");
    // AS-oas: "all webhooks your app has registered for the authenticated user".
    const own = hooks.alive.filter(
      ({ terms }) => terms.owner === user && (resource === null || terms.resource.gid === resource),
    );
    return { kind: "list", resources: own.map((hook) => webhookRecord(world, hook)) };
  },
};

const getWebhook: Route = {
  name: "getWebhook",
  verb: "GET",
  path: "/webhooks/{webhook_gid}",
  run(context, { user, params: { webhook_gid: gid = "" } }) {
    const hook = findHook(context, gid, user);
    return { kind: "one", resource: webhookRecord(context.world, hook) };
  },
};

const updateWebhook: Route = {
  name: "updateWebhook",
  verb: "PUT",
  path: "/webhooks/{webhook_gid}",
  data: { writable: ["filters"] },
  run(context, { user, data, params: { webhook_gid: gid = "" } }) {
    const hook = findHook(context, gid, user);
    const filters = data.list("filters");
    if (!filters) throw missing("filters");
    hook.terms.filters = readFilters(filters);
    return { kind: "one", resource: webhookRecord(context.world, hook) };
  },
};

const deleteWebhook: Route = {
  name: "deleteWebhook",
  verb: "DELETE",
  path: "/webhooks/{webhook_gid}",
  run(context, { user, params: { webhook_gid: gid = "" } }) {
    findHook(context, gid, user).die("deleted by its owner");
    return { kind: "empty" };
  },
};

function findHook({ hooks }: Context, gid: string, user: Person): Hook {
  if (!isGid(gid)) throw notAnId("webhook", gid);
  const hook = hooks.find(gid);
  if (!hook) throw unknownObject("webhook", gid);
  if (hook.terms.owner !== user) throw noAccess("webhook");
  return hook;
}

export const WEBHOOK_ROUTES: readonly Route[] = [
  createWebhook,
  getWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
];
