import type { CoreEnv } from "@trunkline/agents";

/** What the transport needs to know. */
export interface AsanaSettings extends Pick<CoreEnv, "PUBLIC_URL"> {
  readonly ASANA_ACCESS_TOKEN?: string | null;
  readonly ASANA_API_URL?: string | null;
  /** Gids of the projects and tasks that are subscribed to without being asked, comma-separated. */
  readonly ASANA_PROJECTS?: string | null;
  /** Gids of projects that conversations elsewhere may use, too (docs/tools.md). */
  readonly ASANA_DOOR_PLACES?: string | null;
}

/** Settings of this app, on top of what every app is bound to. */
export interface AsanaEnv extends CoreEnv, AsanaSettings {
  readonly ASANA_ALLOWED_USERS?: string | null;
}
