import * as z from "zod/mini";
import type { Lost, MessageRef } from "../contract.ts";
import { at, type Call, type Steps } from "./call.ts";
import type { GitHubContext } from "./context.ts";
import { hasMark } from "./mark.ts";
import { identifying } from "./people.ts";
import { COMMENTS, REPLIES } from "./queries.ts";

/** `since` of GitHub counts in seconds, by its own clock, and from the last change. */
const MARGIN_MS = 60_000;
const PER_PAGE = 100;

type Sought = Pick<Lost, "key" | "since">;

/**
 * Looks for a message of ours: in the thread, then below the whole, where it is when the thread was gone.
 * All pages are read; of a discussion the newest hundred.
 */
export function* finding(
  ctx: GitHubContext,
  lost: Sought,
  isApp: boolean,
): Steps<MessageRef | null> {
  if (ctx.kind === "discussion") {
    const whole = { query: COMMENTS, with: { id: ctx.discussion ?? "" } };
    const thread = { query: REPLIES, with: { id: ctx.message.node } };
    for (const call of ctx.root === undefined ? [whole] : [thread, whole]) {
      const found = discussedIn(yield call, lost.key);
      if (found) return found;
    }
    return null;
  }
  const me = yield* identifying(isApp);
  const since = new Date(lost.since.getTime() - MARGIN_MS).toISOString();
  for (const kind of ctx.kind === "review"
    ? (["review_comment", "comment"] as const)
    : (["comment"] as const)) {
    for (let page = 1; ; page += 1) {
      const listed = Listed.parse(yield list(ctx, kind, since, page));
      // Anybody can write our mark.
      const one = listed.find(
        ({ user, body }) => String(user?.id) === me.id && hasMark(body ?? "", lost.key),
      );
      if (one) return { kind, id: one.id, node: one.node_id };
      if (listed.length < PER_PAGE) break;
    }
  }
  return null;
}

function list(
  ctx: GitHubContext,
  kind: "comment" | "review_comment",
  since: string,
  page: number,
): Call {
  const parameters = { ...at(ctx), since, per_page: PER_PAGE, page };
  if (kind === "comment") {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    return { route, with: { ...parameters, issue_number: ctx.number } };
  }
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments";
  const newest = { sort: "created", direction: "desc", pull_number: ctx.number };
  return { route, with: { ...parameters, ...newest } };
}

const Listed = z.array(
  z.object({
    id: z.number(),
    node_id: z.string(),
    body: z.nullish(z.string()),
    user: z.nullish(z.object({ id: z.number() })),
  }),
);
const Nodes = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      databaseId: z.number(),
      body: z.string(),
      viewerDidAuthor: z.boolean(),
    }),
  ),
});
const Discussed = z.object({
  node: z.nullable(
    z.object({
      comments: z.optional(Nodes),
      replies: z.optional(Nodes),
      replyTo: z.nullish(z.object({ replies: Nodes })),
    }),
  ),
});

function discussedIn(answer: unknown, key: string): MessageRef | null {
  const { node } = Discussed.parse(answer);
  const one = [node?.comments, node?.replies, node?.replyTo?.replies]
    .flatMap((found) => found?.nodes ?? [])
    .find(({ viewerDidAuthor, body }) => viewerDidAuthor && hasMark(body, key));
  return one ? { kind: "discussion_comment", id: one.databaseId, node: one.id } : null;
}
