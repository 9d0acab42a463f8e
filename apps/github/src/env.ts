import type { CoreEnv } from "@trunkline/agents";

/** A token, or an App's id and key; and what GitHub signs its deliveries with. */
export interface GitHubSettings {
  readonly GITHUB_TOKEN?: string | null;
  readonly GITHUB_APP_ID?: string | null;
  /** As GitHub gives it, also with its line ends spelled `\\n`. */
  readonly GITHUB_APP_PRIVATE_KEY?: string | null;
  readonly GITHUB_WEBHOOK_SECRET?: string | null;
  readonly GITHUB_API_URL?: string | null;
  /** The bot's name without `[bot]`; otherwise GitHub is asked. */
  readonly GITHUB_BOT_LOGIN?: string | null;
  /** Comma-separated numeric ids of other bots that are answered. */
  readonly GITHUB_ALLOWED_BOTS?: string | null;
  /** Repositories that conversations elsewhere may use, too: `acme/site, read@acme/*` (docs/tools.md). */
  readonly GITHUB_DOOR_PLACES?: string | null;
}

export interface GitHubEnv extends CoreEnv, GitHubSettings {}
