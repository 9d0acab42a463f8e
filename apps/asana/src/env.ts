import type { CoreEnv } from "@trunkline/agents";

/** Settings of this app, on top of what every app is bound to. */
export interface AsanaEnv extends CoreEnv {
  readonly ASANA_ACCESS_TOKEN?: string | null;
  readonly ASANA_API_URL?: string | null;
  readonly ASANA_ALLOWED_USERS?: string | null;
  /** Gids of the projects and tasks that are subscribed to without being asked, comma-separated. */
  readonly ASANA_PROJECTS?: string | null;
}
