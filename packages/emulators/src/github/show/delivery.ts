import type { Json } from "../types.ts";
import type { GitHubDelivery } from "../webhook/delivery.ts";
import { iso } from "./urls.ts";

/** GH-oas hook-delivery-item. */
export function showDeliveryItem(delivery: GitHubDelivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.at),
    redelivery: delivery.redelivery,
    duration: delivery.durationMs / 1000,
    status: delivery.status,
    status_code: delivery.code,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation,
    repository_id: delivery.repository,
    throttled_at: null,
  };
}

/** GH-oas hook-delivery. */
export function showDelivery(delivery: GitHubDelivery): Json {
  return {
    ...showDeliveryItem(delivery),
    url: delivery.url,
    request: { headers: delivery.headers, payload: delivery.payload },
    response: { headers: delivery.response.headers, payload: delivery.response.body },
  };
}
