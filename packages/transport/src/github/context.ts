import * as z from "zod/mini";
import type { ParsedInput } from "../contract.ts";

/** The kinds of text that a person can address us in; each has its own ids and endpoints. */
export const Kind = z.enum([
  "issue",
  "pull",
  "comment",
  "review",
  "review_comment",
  "discussion",
  "discussion_comment",
]);
export type Kind = z.infer<typeof Kind>;

/** What the message stands below, as it was when the message was delivered. */
const Subject = z.object({
  title: z.string(),
  /** Absent where it is the message itself. */
  body: z.optional(z.string()),
  author: z.string(),
  association: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  state: z.string(),
  labels: z.array(z.string()),
});

/** One message on GitHub as it is persisted. */
export const GitHubContext = z.object({
  /** The App's installation; absent when we act by a personal token. */
  installation: z.optional(z.number()),
  /** Numeric id: it survives renames and transfers, the two names do not. */
  repository: z.number(),
  owner: z.string(),
  repo: z.string(),
  number: z.number(),
  /** Where it is said. `review`: a thread at a line of a pull request. */
  kind: z.enum(["issue", "pull", "review", "discussion"]),
  /** Of a thread: its top comment. */
  root: z.optional(z.number()),
  /** Of a discussion: its node id. */
  discussion: z.optional(z.string()),
  /** Of a thread in a discussion: the top comment's node id, where the event tells it. */
  replyTo: z.optional(z.string()),
  message: z.object({ kind: Kind, id: z.number(), node: z.string() }),
  actor: z.object({ id: z.number(), login: z.string(), type: z.string() }),
  /** The settings name the actor as a bot, whatever GitHub takes it for: a machine user is a `User`. */
  bot: z.optional(z.boolean()),
  /** A hint, never a permission: it is computed without a viewer, so private members show as nobody. */
  association: z.string(),
  text: z.string(),
  subject: Subject,
  url: z.string(),
  /** Epoch milliseconds: when it was written, and when last changed. */
  at: z.number(),
  updated: z.number(),
  /** It has been changed since it was written, or may have been: whoever read it first read something else. */
  edited: z.optional(z.boolean()),
  private: z.boolean(),
  /** Of a pull request whose event tells it: whether its branch is in another repository. */
  fork: z.optional(z.boolean()),
  head: z.optional(z.string()),
  path: z.optional(z.string()),
  line: z.optional(z.number()),
  side: z.optional(z.string()),
  hunk: z.optional(z.string()),
});
export type GitHubContext = z.infer<typeof GitHubContext>;

/** One account for each installation: limits are counted there. */
export function accountOf({ installation }: Pick<GitHubContext, "installation">): string {
  return `github:${installation ?? "token"}`;
}

/** An issue or pull request, a discussion, or one thread of either. */
export function conversationOf(
  ctx: Pick<GitHubContext, "repository" | "number" | "kind" | "root">,
): string {
  const { repository, number, kind, root } = ctx;
  if (kind === "discussion") {
    return `${repository}d${number}${root === undefined ? "" : `:${root}`}`;
  }
  return `${repository}#${number}${root === undefined ? "" : `:r${root}`}`;
}

/** The same in the words of the core. */
export function parseGitHub(ctx: GitHubContext): ParsedInput {
  const { message, path, line, head, fork } = ctx;
  return {
    text: ctx.text,
    userId: String(ctx.actor.id),
    userName: ctx.actor.login,
    chatId: conversationOf(ctx),
    messageRef: { kind: message.kind, id: message.id, node: message.node },
    attachments: [],
    metadata: {
      // Whoever may read the repository reads along, also in a private one.
      private: false,
      bot: ctx.actor.type === "Bot" || ctx.bot === true,
      ...(ctx.edited ? { edited: true } : {}),
      kind: ctx.kind,
      repository: `${ctx.owner}/${ctx.repo}`,
      number: ctx.number,
      title: ctx.subject.title,
      url: ctx.url,
      association: ctx.association,
      ...(fork === undefined ? {} : { fork }),
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
      ...(head === undefined ? {} : { head }),
    },
  };
}
