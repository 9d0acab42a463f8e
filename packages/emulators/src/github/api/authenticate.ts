import type { Actor, By } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { appOf, isJwt } from "./jwt.ts";
import { GitHubRefusal, notForIntegration } from "./refusal.ts";

const DOCS = "https://docs.github.com/rest";

/**
 * Whose token it is. Public repositories may be read by anybody, at 60 calls an hour; no client of
 * ours should, so a missing token is refused everywhere here.
 *
 * @throws GitHubRefusal 401
 */
export function authenticate(hub: Hub, authorization: string | undefined): Actor {
  if (authorization === undefined) {
    throw new GitHubRefusal(401, "Requires authentication", { docs: DOCS });
  }
  const value = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization.trim())?.[1];
  if (value === undefined) throw badCredentials();
  if (isJwt(value)) return { kind: "app", app: appOf(value, hub.apps, hub.now()) };
  const token = hub.tokens.get(value);
  if (!token || token.revoked) throw badCredentials();
  if (token.kind === "personal") {
    if (token.user.ghost) throw badCredentials();
    return { kind: "user", user: token.user };
  }
  const { installation } = token;
  // platforms.md 2.8: of an uninstalled App as well.
  if (installation.deleted || token.expiresAt <= hub.now()) throw badCredentials();
  if (installation.suspended) throw suspended();
  const { app } = installation;
  return { kind: "installation", user: app.bot, app, installation, token };
}

/** @throws GitHubRefusal when the operation is for others. */
export function admit(actor: Actor, as: "app" | "person" | "anybody"): void {
  if (as === "app" && actor.kind !== "app") {
    throw new GitHubRefusal(401, "A JSON web token could not be decoded", { docs: DOCS });
  }
  // Installation tokens cannot call GET /user (platforms.md 2.3).
  if (as === "person" && actor.kind !== "user") throw notForIntegration("");
  // [unconfirmed: what an App's JWT gets elsewhere]
  if (as === "anybody" && actor.kind === "app") throw badCredentials();
}

function badCredentials(): GitHubRefusal {
  return new GitHubRefusal(401, "Bad credentials", { docs: DOCS });
}

export function suspended(): GitHubRefusal {
  return new GitHubRefusal(403, "This installation has been suspended", { docs: DOCS });
}

/** The author of what a call writes. */
export function byOf(actor: Actor): By {
  if (actor.kind === "app") throw new Error("an App itself writes nothing");
  return { user: actor.user, app: actor.kind === "installation" ? actor.app : null, via: "api" };
}
