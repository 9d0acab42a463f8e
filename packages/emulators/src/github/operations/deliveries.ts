import type { Context, Operation } from "../api/operation.ts";
import { address, pageSize } from "../api/paging.ts";
import { GitHubRefusal, notFound } from "../api/refusal.ts";
import { showDelivery, showDeliveryItem } from "../show/delivery.ts";
import { type GitHubDelivery, isDelivered } from "../webhook/delivery.ts";
import { appOf } from "./apps.ts";

/** GH-docs "Redelivering webhooks": the log goes back three days. */
const KEPT_MS = 3 * 24 * 3_600_000;

/** Newest first, paged by cursor. */
const listDeliveries: Operation = {
  name: "listDeliveries",
  id: "apps/list-webhook-deliveries",
  verb: "GET",
  path: "/app/hook/deliveries",
  docs: "apps/webhooks#list-deliveries-for-an-app-webhook",
  as: "app",
  run(context) {
    const { query } = context;
    const from = cursorOf(query.get("cursor"));
    const status = query.get("status");
    const all = logOf(context)
      .filter((one) => status === null || isDelivered(one) === (status === "success"))
      .filter(({ id }) => from === null || id <= from)
      .toReversed();
    const size = pageSize(query);
    const next = all[size];
    const link = next && `<${address(context, { cursor: `v1_${next.id}` })}>; rel="next"`;
    return {
      status: 200,
      body: all.slice(0, size).map(showDeliveryItem),
      ...(link ? { headers: { link } } : {}),
    };
  },
};

const getDelivery: Operation = {
  name: "getDelivery",
  id: "apps/get-webhook-delivery",
  verb: "GET",
  path: "/app/hook/deliveries/{delivery_id}",
  docs: "apps/webhooks#get-a-delivery-for-an-app-webhook",
  as: "app",
  run(context) {
    return { status: 200, body: showDelivery(find(context)) };
  },
};

/** Under the same GUID (platforms.md 2.1). */
const redeliver: Operation = {
  name: "redeliver",
  id: "apps/redeliver-webhook-delivery",
  verb: "POST",
  path: "/app/hook/deliveries/{delivery_id}/attempts",
  docs: "apps/webhooks#redeliver-a-delivery-for-an-app-webhook",
  as: "app",
  run(context) {
    context.world.hooks.again(find(context).id);
    return { status: 202, body: {} };
  },
};

/** What the App's own webhook was told. */
function logOf(context: Context): GitHubDelivery[] {
  const { hub, hooks } = context.world;
  const app = appOf(context);
  const own = hooks.all.filter(({ target }) => target.kind === "integration" && target.app === app);
  return hooks.deliveries.filter(
    ({ hook, at, code }) =>
      own.some(({ id }) => id === hook) && at > hub.now() - KEPT_MS && code !== 0,
  );
}

function find(context: Context): GitHubDelivery {
  const id = Number(context.params.delivery_id);
  const delivery = logOf(context).find((one) => one.id === id);
  if (!delivery) throw notFound();
  return delivery;
}

function cursorOf(cursor: string | null): number | null {
  if (cursor === null) return null;
  const id = /^v1_(\d+)$/.exec(cursor)?.[1];
  if (id === undefined) throw new GitHubRefusal(400, "Invalid cursor");
  return Number(id);
}

export const DELIVERIES: readonly Operation[] = [listDeliveries, getDelivery, redeliver];
