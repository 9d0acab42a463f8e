import type { Account, App, Installation } from "../state/account.ts";
import type { Repo } from "../state/repo.ts";
import type { Json } from "../types.ts";

export type HookTarget =
  | { readonly kind: "integration"; readonly app: App }
  | { readonly kind: "repository"; readonly repo: Repo }
  | { readonly kind: "organization"; readonly account: Account };

export interface Hook {
  readonly id: number;
  readonly target: HookTarget;
  url: string;
  /** Null: nothing is signed. */
  secret: string | null;
  readonly events: readonly string[];
  /** `form`: the signature is over the form body (platforms.md 2.1). */
  readonly contentType: "json" | "form";
  active: boolean;
  readonly createdAt: number;
}

/** Something that webhooks may tell of. */
export interface News {
  readonly event: string;
  readonly action: string | null;
  readonly sender: Account;
  readonly repo: Repo | null;
  /** The installation itself has changed: only its App is told. */
  readonly installation?: Installation;
  readonly body: Json;
}

/** Sent to an App whether it asked for them or not. */
const ALWAYS: readonly string[] = ["ping", "installation", "installation_repositories"];

/** Whether, and through which installation, a hook hears of something. */
export function hears(
  { target, events, active }: Hook,
  { event, repo, installation }: News,
): { readonly installation: Installation | null } | null {
  if (!active) return null;
  const asked = events.includes("*") || events.includes(event) || ALWAYS.includes(event);
  if (!asked) return null;
  if (installation) {
    const own = target.kind === "integration" && target.app === installation.app;
    return own ? { installation } : null;
  }
  if (!repo) return null;
  switch (target.kind) {
    case "repository":
      return target.repo === repo ? { installation: null } : null;
    case "organization":
      return target.account === repo.owner ? { installation: null } : null;
    case "integration": {
      const through = target.app.installations.find(
        (one) => !one.deleted && !one.suspended && covers(one, repo),
      );
      return through ? { installation: through } : null;
    }
    default:
      return target satisfies never;
  }
}

/** Whether an installation was given a repository. */
export function covers({ account, repositories }: Installation, repo: Repo): boolean {
  if (repositories === "all") return repo.owner === account;
  return repositories.has(repo.id);
}
