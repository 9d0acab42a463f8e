import { readSettings } from "../webhook/settings.ts";
import type { Method } from "./method.ts";

/** An empty `url` takes the webhook away, as `deleteWebhook` does. */
export const setWebhook: Method = {
  name: "setWebhook",
  parameters: [
    "url",
    "certificate",
    "ip_address",
    "max_connections",
    "allowed_updates",
    "drop_pending_updates",
    "secret_token",
  ],
  run({ webhook }, args) {
    const settings = readSettings(args, webhook.allowedUpdates);
    const drop = args.flag("drop_pending_updates");
    // TG-server Client.cpp process_set_webhook_query, the descriptions below.
    if (!settings) return remove(webhook.remove(drop));
    return { result: true, description: webhook.set(settings, drop) };
  },
};

export const deleteWebhook: Method = {
  name: "deleteWebhook",
  parameters: ["drop_pending_updates"],
  run({ webhook }, args) {
    return remove(webhook.remove(args.flag("drop_pending_updates")));
  },
};

function remove(wasSet: boolean) {
  const description = wasSet ? "Webhook was deleted" : "Webhook is already deleted";
  return { result: true, description };
}

export const getWebhookInfo: Method = {
  name: "getWebhookInfo",
  parameters: [],
  run({ webhook }) {
    return { result: webhook.info() };
  },
};
