import type { DoorParts } from "@trunkline/agents/door";
import type { GitHubSettings } from "../src/env.ts";
import { acts } from "./acts.ts";
import { looks } from "./looks.ts";
import { Sites } from "./sites.ts";

/** What others may do at GitHub through this Worker, which holds the token. */
export function door(env: GitHubSettings): DoorParts {
  const sites = new Sites(env);
  const secrets = [env.GITHUB_TOKEN, env.GITHUB_APP_PRIVATE_KEY, env.GITHUB_WEBHOOK_SECRET];
  return {
    tools: [
      ...looks(sites),
      ...acts(
        sites,
        secrets.filter((one) => typeof one === "string"),
      ),
    ],
    places: env.GITHUB_DOOR_PLACES,
    home: (conversation) => sites.home(conversation),
    mayUse: (use) => sites.mayUse(use),
  };
}

/** What must not leave: not in a log, not in a text that somebody wants posted. */
export function secretsOf(env: GitHubSettings): string[] {
  const secrets = [env.GITHUB_TOKEN, env.GITHUB_APP_PRIVATE_KEY, env.GITHUB_WEBHOOK_SECRET];
  return secrets.filter((one) => typeof one === "string");
}
