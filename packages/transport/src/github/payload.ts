import * as z from "zod/mini";

/**
 * The parts of an event that we read, checked against the vendor's types in `payload.test.ts`. Objects are
 * loose: GitHub adds fields all the time. What we can do without never makes an event unreadable.
 */
const User = z.object({
  id: z.number(),
  login: z.string(),
  /** `User`, `Bot`, `Organization`, `Mannequin`. */
  type: z.optional(z.string()),
});
export type User = z.infer<typeof User>;

/** Null: the account was deleted, its texts stay. */
const Somebody = z.nullish(User);

/** The App a comment was written through, ours among them. */
const Through = z.nullish(z.object({ slug: z.optional(z.string()) }));

export const Repository = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  private: z.boolean(),
  archived: z.optional(z.boolean()),
});
export type Repository = z.infer<typeof Repository>;

const Labels = z.array(z.union([z.string(), z.object({ name: z.nullish(z.string()) })]));
/** Of another shape they count as none. Not `z.catch`: it would bring all of zod's tools, 9 KB, into the Worker. */
const AnyLabels = z.pipe(
  z.unknown(),
  z.transform((value) => Labels.safeParse(value).data),
);
const Body = z.nullish(z.string());

/** An issue, a pull request or a discussion: what the others stand below. */
export const Subject = z.object({
  id: z.number(),
  node_id: z.string(),
  number: z.number(),
  title: z.string(),
  /** Null when nothing was written. */
  body: Body,
  user: Somebody,
  author_association: z.optional(z.string()),
  html_url: z.string(),
  state: z.optional(z.string()),
  labels: z.optional(AnyLabels),
  locked: z.optional(z.boolean()),
  created_at: z.string(),
  updated_at: z.string(),
  performed_via_github_app: Through,
  /** On an issue: it is a pull request. */
  pull_request: z.optional(z.unknown()),
  /** Of a pull request. The repository is null when the fork was deleted. */
  head: z.optional(z.object({ sha: z.string(), repo: z.nullish(z.object({ id: z.number() })) })),
});
export type Subject = z.infer<typeof Subject>;

export const Comment = z.object({
  id: z.number(),
  node_id: z.string(),
  body: Body,
  user: Somebody,
  author_association: z.optional(z.string()),
  html_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  performed_via_github_app: Through,
  /** Of a review comment: the top of its thread, absent at the top. */
  in_reply_to_id: z.nullish(z.number()),
  path: z.optional(z.string()),
  /** Null on a comment whose code has changed since: then `original_line`. */
  line: z.nullish(z.number()),
  original_line: z.nullish(z.number()),
  side: z.nullish(z.string()),
  diff_hunk: z.optional(z.string()),
  /** Of a discussion comment: the comment it replies to. */
  parent_id: z.nullish(z.number()),
});
export type Comment = z.infer<typeof Comment>;

export const Review = z.object({
  id: z.number(),
  node_id: z.string(),
  /** Null or empty when the review is only its inline comments, which are events of their own. */
  body: Body,
  user: Somebody,
  author_association: z.optional(z.string()),
  html_url: z.string(),
  submitted_at: z.nullish(z.string()),
  updated_at: z.nullish(z.string()),
});
export type Review = z.infer<typeof Review>;

/** What an edit has replaced. */
const Before = z.nullish(z.object({ from: Body }));

export const Payload = z.object({
  action: z.optional(z.string()),
  sender: Somebody,
  repository: z.optional(Repository),
  installation: z.nullish(z.object({ id: z.number() })),
  issue: z.optional(Subject),
  pull_request: z.optional(Subject),
  discussion: z.optional(Subject),
  comment: z.optional(Comment),
  review: z.optional(Review),
  changes: z.optional(
    z.object({
      body: Before,
      title: Before,
      /** Of an opening: it was transferred from there. */
      old_repository: z.optional(z.unknown()),
    }),
  ),
  assignee: Somebody,
  requested_reviewer: Somebody,
});
export type Payload = z.infer<typeof Payload>;
