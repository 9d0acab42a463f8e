import * as z from "zod/mini";
import type { Identity } from "../contract.ts";
import { at, type Steps } from "./call.ts";
import { isGone } from "./classify.ts";
import type { GitHubContext } from "./context.ts";

/** `maintain` is told as `write` and `triage` as `read` (REST API, repos/get-collaborator-permission-level). */
const Permission = z.object({
  permission: z.string(),
  role_name: z.optional(z.string()),
  user: z.nullish(z.object({ id: z.number() })),
});
const MAY_WRITE: readonly (string | undefined)[] = ["admin", "maintain", "write"];

/** Whether the author may write. On a public repository everybody may read, so that says nothing. */
export function* asking(ctx: GitHubContext): Steps<boolean> {
  // Another bot has no permission of its own: it is one of those that the settings allow (see `read`).
  if (ctx.actor.type === "Bot") return true;
  return (yield* permitted(at(ctx), ctx.actor)) === "write";
}

/**
 * What somebody may do in a repository; null: nothing, or there is no such person. The question is asked by
 * login, which may be somebody else's by now: the answer must be about the same id.
 */
export function* permitted(
  { owner, repo }: { readonly owner: string; readonly repo: string },
  { id, login }: { readonly id: number; readonly login: string },
): Steps<"write" | "read" | null> {
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  try {
    const answer = yield { route, with: { owner, repo, username: login } };
    const { permission, role_name: role, user } = Permission.parse(answer);
    if (user?.id !== id) return null;
    if ([permission, role].some((one) => MAY_WRITE.includes(one))) return "write";
    return permission === "none" ? null : "read";
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

const User = z.object({ id: z.number(), login: z.string() });
const App = z.object({ slug: z.string() });
const Installations = z.array(z.object({ id: z.number(), suspended_at: z.nullish(z.string()) }));

/** Who we are: the owner of the token, or the account behind an App, which has another id than that. */
export function* identifying(isApp: boolean): Steps<Identity> {
  if (!isApp) {
    const { id, login } = User.parse(yield { route: "GET /user", with: {} });
    return { id: String(id), name: login };
  }
  const { slug } = App.parse(yield { route: "GET /app", by: "app", with: {} });
  // An App as such may only ask about Apps: people are asked for through any installation.
  const list = { route: "GET /app/installations", by: "app", with: { per_page: 100 } } as const;
  const any = Installations.parse(yield list).find(({ suspended_at }) => suspended_at == null);
  const { id } = User.parse(
    yield {
      route: "GET /users/{username}",
      with: { username: `${slug}[bot]` },
      by: any?.id ?? "app",
    },
  );
  return { id: String(id), name: slug };
}
