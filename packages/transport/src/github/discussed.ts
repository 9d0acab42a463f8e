import * as z from "zod/mini";
import type { Remark } from "./around.ts";

const One = z.object({
  databaseId: z.number(),
  body: z.string(),
  author: z.nullish(z.object({ login: z.string() })),
  authorAssociation: z.string(),
  createdAt: z.string(),
  lastEditedAt: z.nullish(z.string()),
});
const List = z.object({ nodes: z.array(z.nullable(One)) });

const Thread = z.object({
  node: z.nullable(
    z.object({
      replyTo: z.nullish(z.extend(One, { replies: List })),
      replies: z.optional(List),
    }),
  ),
});
const Comments = z.object({
  node: z.nullable(
    z.object({
      comments: z.extend(List, {
        pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.nullish(z.string()) }),
      }),
    }),
  ),
});

/** What was said in a thread of a discussion, newest first, its top comment last. */
export function threadIn(answer: unknown): Remark[] {
  const { node } = Thread.parse(answer);
  const top = node?.replyTo;
  return newestFirst(top ? [top, ...top.replies.nodes] : (node?.replies?.nodes ?? []));
}

/** One page of what was said at the top of a discussion, newest first, and where the one before begins. */
export function commentsBelow(answer: unknown): {
  readonly remarks: Remark[];
  readonly before: string | null;
} {
  const comments = Comments.parse(answer).node?.comments;
  if (!comments) return { remarks: [], before: null };
  const { hasPreviousPage, startCursor } = comments.pageInfo;
  const before = hasPreviousPage ? (startCursor ?? null) : null;
  return { remarks: newestFirst(comments.nodes), before };
}

function newestFirst(nodes: readonly (z.infer<typeof One> | null)[]): Remark[] {
  const known = nodes.filter((one) => one !== null);
  return known.toReversed().map((one) => ({
    kind: "discussion_comment",
    id: one.databaseId,
    text: one.body,
    author: one.author?.login ?? "ghost",
    association: one.authorAssociation,
    at: Date.parse(one.createdAt),
    changed: Date.parse(one.lastEditedAt ?? one.createdAt),
  }));
}
