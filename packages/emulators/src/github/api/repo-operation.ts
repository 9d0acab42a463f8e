import type { Actor } from "../state/account.ts";
import { hasRole, type Repo } from "../state/repo.ts";
import { covers } from "../webhook/hook.ts";
import type { Answer, Context, Operation } from "./operation.ts";
import { forbidden, movedTo, notForIntegration, notFound } from "./refusal.ts";

export interface RepoContext extends Context {
  readonly repo: Repo;
}

export interface RepoOperation
  extends Pick<Operation, "name" | "id" | "verb" | "docs" | "creates"> {
  /** Below the repository. */
  readonly path: string;
  /** Permissions of an App, any of which will do. */
  readonly needs: readonly string[];
  run(context: RepoContext): Answer;
}

/** An operation inside a repository: finds it, and whether the caller may. */
export function repoOperation(operation: RepoOperation): Operation {
  const level = operation.verb === "GET" ? "read" : "write";
  return {
    ...operation,
    path: `/repos/{owner}/{repo}${operation.path}`,
    as: "anybody",
    run(context) {
      const repo = findRepo(context, operation.verb);
      mayUse(context.actor, repo, operation.needs, level);
      // Recorded by many bots: archived repositories are read-only.
      if (repo.archived && level === "write") {
        throw forbidden("Repository was archived so is read-only.");
      }
      return operation.run({ ...context, repo });
    },
  };
}

/** @throws GitHubRefusal 404, or 301/307 for a repository that has another name now */
export function findRepo({ world, params, actor, call }: Context, verb: Operation["verb"]): Repo {
  const { hub } = world;
  const { owner = "", repo: name = "", repository_id: id } = params;
  if (id !== undefined) {
    const byId = hub.repos.get(Number(id));
    if (!byId || !canSee(actor, byId)) throw notFound();
    return byId;
  }
  const repo = hub.findRepo(owner, name);
  if (repo && canSee(actor, repo)) return repo;
  const moved = hub.formerNames.get(`${owner}/${name}`.toLowerCase());
  if (repo || !moved || !canSee(actor, moved)) throw notFound();
  const rest = call.path.replace(/^\/repos\/[^/]+\/[^/?]+/, "");
  throw movedTo(`${hub.origin}/repositories/${moved.id}${rest}`, verb);
}

export function canSee(actor: Actor, repo: Repo): boolean {
  if (!repo.private) return true;
  switch (actor.kind) {
    case "user":
      return hasRole(repo, actor.user, "read");
    case "installation":
      return isInside(actor, repo);
    case "app":
      return actor.app.installations.some((one) => !one.deleted && covers(one, repo));
    default:
      return actor satisfies never;
  }
}

export function isInside(
  { installation, token }: Extract<Actor, { kind: "installation" }>,
  repo: Repo,
): boolean {
  const narrowed = token.repositories !== null && !token.repositories.has(repo.id);
  return covers(installation, repo) && !narrowed;
}

/** @throws GitHubRefusal 403: public repositories are read by every App, written by installed ones. */
function mayUse(actor: Actor, repo: Repo, needs: readonly string[], level: "read" | "write"): void {
  if (actor.kind !== "installation") return;
  const accepted = needs.map((name) => `${name}=${level}`).join("; ");
  if (!isInside(actor, repo)) {
    if (level === "write") throw notForIntegration(accepted);
    return;
  }
  const { permissions } = actor.token;
  const enough = needs.some((name) => permissions[name] === "write" || permissions[name] === level);
  if (!enough) throw notForIntegration(accepted);
}
