import { canSee, isInside } from "../api/repo-operation.ts";
import type { Actor } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { placeOf } from "../state/hub.ts";
import type { Post } from "../state/post.ts";
import { hasRole, type Repo } from "../state/repo.ts";
import { FieldProblem, noNode, notForIntegration } from "./problem.ts";

/** The post behind a global id, if the caller may see it. @throws FieldProblem NOT_FOUND */
export function nodeOf(hub: Hub, actor: Actor, id: unknown): Post {
  const post = hub.node(String(id));
  if (!post || post.deletedAt !== null) throw noNode(String(id));
  const { repo } = placeOf(post);
  if (!canSee(actor, repo)) throw noNode(String(id));
  return post;
}

/** @throws FieldProblem FORBIDDEN, in other words for people than for Apps */
export function mayWrite(actor: Actor, repo: Repo, needs: readonly string[], what: string): void {
  if (actor.kind === "app") throw notForIntegration();
  if (actor.kind === "installation") {
    const { permissions } = actor.token;
    const enough = needs.some((name) => permissions[name] === "write");
    if (!isInside(actor, repo) || !enough) throw notForIntegration();
  }
  if (repo.archived) {
    throw new FieldProblem("UNPROCESSABLE", "Repository was archived so is read-only.");
  }
  if (!hasRole(repo, actor.user, "read") && actor.kind === "user") throw denied(actor, what);
}

/** Own posts, or anything with write access. @throws FieldProblem FORBIDDEN */
export function mayChange(actor: Actor, post: Post, what: string): void {
  if (actor.kind !== "user" || post.author === actor.user) return;
  if (!hasRole(placeOf(post).repo, actor.user, "write")) throw denied(actor, what);
}

function denied(actor: Extract<Actor, { kind: "user" }>, what: string): FieldProblem {
  const who = actor.user.login;
  return new FieldProblem(
    "FORBIDDEN",
    `${who} does not have the correct permissions to execute \`${what}\``,
  );
}
