import { ApiClient } from "asana/dist/ApiClient.js";
import { AttachmentsApi } from "asana/dist/api/AttachmentsApi.js";
import { EventsApi } from "asana/dist/api/EventsApi.js";
import { StoriesApi } from "asana/dist/api/StoriesApi.js";
import { TasksApi } from "asana/dist/api/TasksApi.js";
import { UsersApi } from "asana/dist/api/UsersApi.js";
import { WebhooksApi } from "asana/dist/api/WebhooksApi.js";
import { WorkspaceMembershipsApi } from "asana/dist/api/WorkspaceMembershipsApi.js";
import type { AsanaSettings } from "./env.ts";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_MS = 15_000;

export type Client = ReturnType<typeof clientOf>;

/**
 * The official client, only the parts we use: its root brings all 48. A client of our own, because
 * `ApiClient.instance` is shared by everybody in the isolate. Its answers are `any`: they are parsed.
 */
export function clientOf(env: AsanaSettings) {
  const client = new ApiClient();
  client.basePath = env.ASANA_API_URL ?? client.basePath;
  const token = { type: "personalAccessToken", accessToken: env.ASANA_ACCESS_TOKEN ?? "" };
  client.authentications = { token };
  client.timeout = TIMEOUT_MS;
  client.RETURN_COLLECTION = false;
  return {
    attachments: new AttachmentsApi(client),
    events: new EventsApi(client),
    memberships: new WorkspaceMembershipsApi(client),
    stories: new StoriesApi(client),
    tasks: new TasksApi(client),
    users: new UsersApi(client),
    webhooks: new WebhooksApi(client),
  };
}
