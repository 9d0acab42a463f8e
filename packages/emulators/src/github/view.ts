import type { Hub } from "./state/hub.ts";
import { homeOf, placeOf } from "./state/hub.ts";
import { type Post, textOf } from "./state/post.ts";
import { fullName } from "./state/repo.ts";
import type { GitHubUser, GitHubVersion } from "./types.ts";

export type GitHubPostKind = Post["kind"];

export interface GitHubReactionView {
  readonly content: string;
  readonly user: GitHubUser;
  readonly at: number;
  /** Null while it is there. */
  readonly removedAt: number | null;
}

/** Something written, as a person sees it, plus what was to be seen before. A snapshot. */
export interface GitHubPostView {
  readonly kind: GitHubPostKind;
  readonly id: number;
  readonly nodeId: string;
  /** Null when the account was deleted. */
  readonly author: GitHubUser | null;
  /** Slug of the App that wrote it. */
  readonly app: string | null;
  readonly text: string;
  /** Every version that was ever visible, oldest first, the current one last. */
  readonly seen: readonly GitHubVersion[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
  /** Those taken back included. */
  readonly reactions: readonly GitHubReactionView[];
  /** The comment at the top of its thread. */
  readonly replyTo: number | null;
  /** Of an inline comment. */
  readonly path: string | null;
  readonly line: number | null;
}

export interface GitHubThreadView extends GitHubPostView {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly isPull: boolean;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  readonly draft: boolean;
  readonly locked: boolean;
  readonly assignees: readonly string[];
  readonly labels: readonly string[];
  /** Comments, reviews and inline comments in order of appearance, deleted ones included. */
  readonly posts: readonly GitHubPostView[];
}

/** One text that was to be seen at some time. */
export interface GitHubSeen {
  readonly kind: GitHubPostKind;
  readonly id: number;
  readonly repository: string;
  readonly number: number;
  /** 0: as first written; 1: after the first edit; and so on. */
  readonly version: number;
  readonly text: string;
  readonly author: GitHubUser;
  /** First written by a call, not on the page. */
  readonly byApi: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** An issue, a pull request or a discussion with everything in it. */
export function viewThread(hub: Hub, home: Post): GitHubThreadView {
  if (home.kind !== "thread" && home.kind !== "discussion") throw new Error("no thread");
  const thread = home.kind === "thread" ? home : null;
  const inside = hub.posts.filter((post) => post !== home && homeOf(post) === home);
  return {
    ...viewPost(home),
    repository: fullName(home.repo),
    number: home.number,
    title: home.title,
    isPull: thread?.pull !== null && thread !== null,
    state: thread?.state ?? "open",
    merged: (thread?.pull?.merged ?? null) !== null,
    draft: thread?.pull?.draft ?? false,
    locked: home.locked,
    assignees: thread?.assignees.map(({ login }) => login) ?? [],
    labels: thread?.labels.map(({ name }) => name) ?? [],
    posts: inside.map(viewPost),
  };
}

export function viewPost(post: Post): GitHubPostView {
  const inline = post.kind === "review-comment" ? post : null;
  const root =
    post.kind === "review-comment" || post.kind === "discussion-comment" ? post.root : null;
  return {
    kind: post.kind,
    id: post.id,
    nodeId: post.nodeId,
    author: post.author.ghost ? null : snapshot(post.author),
    app: post.app?.slug ?? null,
    text: textOf(post),
    seen: [...post.versions],
    createdAt: post.createdAt,
    updatedAt: post.updatedAt,
    deletedAt: post.deletedAt,
    reactions: post.reactions.map(({ content, user, at, removedAt }) => ({
      content,
      user: snapshot(user),
      at,
      removedAt,
    })),
    replyTo: root?.id ?? null,
    path: inline?.path ?? null,
    line: inline?.line ?? null,
  };
}

/** Deleted posts count: somebody may have read them. Empty texts do not. */
export function everVisible(hub: Hub, home?: Post): GitHubSeen[] {
  const posts = hub.posts.filter((post) => home === undefined || homeOf(post) === home);
  return posts.flatMap((post) =>
    post.versions
      .map(({ text, at }, version) => ({
        kind: post.kind,
        id: post.id,
        repository: fullName(placeOf(post).repo),
        number: placeOf(post).number,
        version,
        text,
        author: snapshot(post.author),
        byApi: post.versions[0].via === "api",
        at,
      }))
      .filter(({ text }) => text !== ""),
  );
}

function snapshot({ id, nodeId, login, type }: GitHubUser): GitHubUser {
  return { id, nodeId, login, type };
}
