import type { GitHubPostView, GitHubServer, GitHubUser } from "../../github/index.ts";
import type { GitHubRoom } from "./room.ts";

/** A page of GitHub as people see it; for `page/github/stage.js`. */
export interface GitHubScene {
  /** By this name people call the bot. */
  readonly bot: string;
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly kind: "issue" | "pull" | "line";
  readonly state: "open" | "closed" | "merged";
  readonly locked: boolean;
  /** Of a line: its file, and the end of the diff above it. */
  readonly at: { readonly path: string; readonly diff: readonly string[] } | null;
  readonly comments: readonly CommentView[];
}

export interface CommentView {
  readonly id: string;
  readonly by: { readonly id: string; readonly login: string; readonly bot: boolean };
  /** What stands beside the name, "" for nothing: `Owner`, `Member`. */
  readonly badge: string;
  /** Markdown as it was written. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many earlier texts it had. */
  readonly edits: number;
  readonly reactions: readonly { readonly content: string; readonly by: readonly string[] }[];
  /** It can be corrected by whoever wrote it: no body of an issue. */
  readonly comment: boolean;
}

/** More would make every push heavy; what is above stays in the emulator. */
const MOST_COMMENTS = 100;

/** @param badges - beside the names of some people, by id */
export function sceneOf(
  github: GitHubServer,
  { thread, line }: GitHubRoom,
  { slug, bot }: { readonly slug: string; readonly bot: GitHubUser },
  badges: ReadonlyMap<number, string>,
): GitHubScene {
  const view = github.thread(thread.repo, thread.number);
  const { posts, isPull, merged, state } = view;
  const inside = posts.filter((post) =>
    line ? isInThread(post, line.top.id) : post.kind === "comment" || isReview(post),
  );
  const shown = [...(line ? [] : [view]), ...inside]
    .filter(({ deletedAt }) => deletedAt === null)
    .slice(-MOST_COMMENTS);
  return {
    bot: slug,
    repository: view.repository,
    number: view.number,
    title: view.title,
    kind: line ? "line" : isPull ? "pull" : "issue",
    state: merged ? "merged" : state,
    locked: view.locked,
    at: line ? { path: line.path, diff: line.diff } : null,
    comments: shown.map((post) => commentView(post, bot, badges)),
  };
}

function isInThread({ kind, id, replyTo }: GitHubPostView, top: number): boolean {
  return kind === "review-comment" && (id === top || replyTo === top);
}

/** Reviews without words of their own only hold comments at lines. */
function isReview({ kind, text }: GitHubPostView): boolean {
  return kind === "review" && text !== "";
}

function commentView(
  { nodeId, author, text, createdAt, seen, reactions, kind }: GitHubPostView,
  bot: GitHubUser,
  badges: ReadonlyMap<number, string>,
): CommentView {
  const there = reactions.filter(({ removedAt }) => removedAt === null);
  const contents = [...new Set(there.map(({ content }) => content))];
  return {
    id: nodeId,
    by: {
      id: String(author?.id ?? 0),
      login: author?.login ?? "ghost",
      bot: author?.type === "Bot",
    },
    badge: author === null ? "" : author.id === bot.id ? "Bot" : (badges.get(author.id) ?? ""),
    text,
    at: createdAt,
    edits: seen.length - 1,
    reactions: contents.map((content) => ({
      content,
      by: there.filter((one) => one.content === content).map(({ user }) => user.login),
    })),
    comment: kind === "comment" || kind === "review-comment",
  };
}
