import type { App, Installation } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import type { Json } from "../types.ts";
import { iso, isoOrNull } from "./urls.ts";
import { showUser } from "./user.ts";

/** GH-oas integration. */
export function showApp(hub: Hub, app: App): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: app.nodeId,
    owner: showUser(hub, app.owner),
    name: app.slug,
    description: null,
    external_url: "https://example.com",
    html_url: `${hub.web}/apps/${app.slug}`,
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** GH-oas installation. */
export function showInstallation(hub: Hub, installation: Installation): Json {
  const { id, app, account } = installation;
  return {
    id,
    account: showUser(hub, account),
    repository_selection: installation.repositories === "all" ? "all" : "selected",
    access_tokens_url: `${hub.origin}/app/installations/${id}/access_tokens`,
    repositories_url: `${hub.origin}/installation/repositories`,
    html_url: `${hub.web}/settings/installations/${id}`,
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: app.events,
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspended ? showUser(hub, installation.suspended.by) : null,
    suspended_at: isoOrNull(installation.suspended?.at),
  };
}

/** What every event of an App's webhook carries. GH-oas simple-installation. */
export function showSimpleInstallation({ id, nodeId }: Installation): Json {
  return { id, node_id: nodeId };
}
