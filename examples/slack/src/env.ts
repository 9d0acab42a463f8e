import type { CoreEnv } from "@trunkline/agents";

/** Settings of this app, on top of what every app is bound to. */
export interface SlackEnv extends CoreEnv {
  /** `xoxb-…`, of the app's installation in one workspace. */
  readonly SLACK_BOT_TOKEN?: string | null;
  readonly SLACK_SIGNING_SECRET?: string | null;
  /** Ids of members, comma-separated; `*`: everybody. */
  readonly SLACK_ALLOWED_USERS?: string | null;
  readonly SLACK_API_URL?: string | null;
}
