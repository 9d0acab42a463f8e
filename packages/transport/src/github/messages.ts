import * as z from "zod/mini";
import type { MessageRef, SendOptions } from "../contract.ts";
import type { Rendered } from "../rendered.ts";
import { at, type Call, type Steps } from "./call.ts";
import { isGone } from "./classify.ts";
import type { GitHubContext } from "./context.ts";
import { literally } from "./gfm.ts";
import { mark, token } from "./mark.ts";
import { CREATE, REMOVE, TOP, UPDATE } from "./queries.ts";

/** Creates a message: in the thread, or below the issue, pull request or discussion. */
export function* sending(
  ctx: GitHubContext,
  text: Rendered,
  options: SendOptions,
): Steps<MessageRef> {
  const body = bodyOf(text, options);
  const { number, root } = ctx;
  if (ctx.kind === "discussion") {
    const replyToId = root === undefined || options.detached ? null : yield* topOf(ctx);
    const parameters = { discussionId: ctx.discussion ?? "", replyToId, body };
    const { comment } = Discussed.parse(
      yield { query: CREATE, with: parameters },
    ).addDiscussionComment;
    return { kind: "discussion_comment", id: comment.databaseId, node: comment.id };
  }
  if (ctx.kind === "review" && root !== undefined && !options.detached) {
    const route = "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies";
    const place = { ...at(ctx), pull_number: number, comment_id: root };
    const { id, node_id: node } = Created.parse(yield { route, with: { ...place, body } });
    return { kind: "review_comment", id, node };
  }
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const place = { ...at(ctx), issue_number: number };
  const { id, node_id: node } = Created.parse(yield { route, with: { ...place, body } });
  return { kind: "comment", id, node };
}

const Created = z.object({ id: z.number(), node_id: z.string() });
const Discussed = z.object({
  addDiscussionComment: z.object({ comment: z.object({ id: z.string(), databaseId: z.number() }) }),
});
const Top = z.object({
  node: z.nullable(z.object({ replyTo: z.nullish(z.object({ id: z.string() })) })),
});

/** The top of a thread: replies to replies are refused, and the event of a reply does not name the top. */
function* topOf(ctx: GitHubContext): Steps<string> {
  if (ctx.replyTo !== undefined) return ctx.replyTo;
  const { node } = Top.parse(yield { query: TOP, with: { id: ctx.message.node } });
  return node?.replyTo?.id ?? ctx.message.node;
}

/** The endpoint of a comment, which its kind decides: the ids of one are unknown to the other. */
const ENDPOINT: Readonly<Partial<Record<string, string>>> = {
  comment: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
  review_comment: "/repos/{owner}/{repo}/pulls/comments/{comment_id}",
};

/** Changes a message of ours; its mark and its boxes are written anew. */
export function* editing(
  ctx: GitHubContext,
  ref: MessageRef,
  text: Rendered,
  options: SendOptions,
): Steps<void> {
  const body = bodyOf(text, options);
  const endpoint = ENDPOINT[String(ref.kind)];
  const place = { ...at(ctx), comment_id: Number(ref.id) };
  yield endpoint
    ? { route: `PATCH ${endpoint}`, with: { ...place, body } }
    : { query: UPDATE, with: { id: String(ref.node), body } };
}

/** One that is already gone is success. */
export function* deleting(ctx: GitHubContext, ref: MessageRef): Steps<void> {
  const endpoint = ENDPOINT[String(ref.kind)];
  const call: Call = endpoint
    ? { route: `DELETE ${endpoint}`, with: { ...at(ctx), comment_id: Number(ref.id) } }
    : { query: REMOVE, with: { id: String(ref.node) } };
  try {
    yield call;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The text, a box for each action, and our mark. What is not markup is Markdown to GitHub all the same. */
function bodyOf(
  { text, plain, format }: Rendered,
  { key, actions = [] }: Pick<SendOptions, "key" | "actions">,
): string {
  // Another bullet than the dialect's: a list at the end of the text stays another list.
  const boxes = actions.map(({ label, data }) => {
    return `* [ ] ${literally(label).replace(/\s+/g, " ")} ${token(data)}`;
  });
  const parts = [format === "markup" ? text : literally(plain), boxes.join("\n"), mark(key)];
  return parts.filter((part) => part !== "").join("\n\n");
}
