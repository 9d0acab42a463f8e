import type { GitHubUser } from "../types.ts";
import type { Account, App, Installation, Token } from "./account.ts";
import type { Discussion } from "./discussion.ts";
import { Ids, nodeId } from "./ids.ts";
import { Notices } from "./notices.ts";
import type { Comment, Post, Review, ReviewComment } from "./post.ts";
import { fullName, type Repo } from "./repo.ts";
import type { Thread } from "./thread.ts";

/** Something a person looking at a page would notice, or a delivery. */
export interface GitHubChange {
  readonly kind: "opened" | "posted" | "edited" | "deleted" | "reaction" | "changed" | "delivery";
  /** `owner/name`; absent when the change belongs to no repository. */
  readonly repository?: string;
  readonly number?: number;
  readonly id?: number;
}

/** All that GitHub knows. No transport, no timers. */
export class Hub {
  readonly now: () => number;
  readonly ids = new Ids();
  readonly accounts = new Map<number, Account>();
  readonly apps: App[] = [];
  readonly installations = new Map<number, Installation>();
  readonly tokens = new Map<string, Token>();
  readonly repos = new Map<number, Repo>();
  /** Former full names, in lower case. */
  readonly formerNames = new Map<string, Repo>();
  readonly comments = new Map<number, Comment>();
  readonly reviews = new Map<number, Review>();
  readonly reviewComments = new Map<number, ReviewComment>();
  /** In order of appearance, everything that was ever to be seen. */
  readonly posts: Post[] = [];
  readonly notices = new Notices();
  readonly #byNode = new Map<string, Post>();
  readonly #listeners = new Set<(change: GitHubChange) => void>();
  /** Of the API itself, without a slash at its end. */
  origin = "http://127.0.0.1";
  /** Of the pages. Nothing is served there. */
  readonly web = "https://github.com";

  constructor(now: () => number) {
    this.now = now;
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: GitHubChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: GitHubChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Something happened to a post. */
  touched(kind: GitHubChange["kind"], post: Post): void {
    const { repo, number } = placeOf(post);
    this.changed({ kind, repository: fullName(repo), number, id: post.id });
  }

  account(login: string, type: Account["type"], id = this.ids.next("user")): Account {
    if (this.accounts.has(id)) throw new Error(`there is an account ${id} already`);
    if (this.findAccount(login)) throw new Error(`there is an account ${login} already`);
    const prefix = { User: "U", Bot: "BOT", Organization: "O" }[type];
    const account: Account = {
      id,
      nodeId: nodeId(prefix, id),
      login,
      type,
      ghost: false,
      createdAt: this.now(),
      owners: new Set(),
    };
    this.accounts.set(id, account);
    return account;
  }

  /** Logins are compared case-insensitively. Deleted accounts have none. */
  findAccount(login: string): Account | undefined {
    const wanted = login.toLowerCase();
    for (const account of this.accounts.values()) {
      if (!account.ghost && account.login.toLowerCase() === wanted) return account;
    }
    return undefined;
  }

  findRepo(owner: string, name: string): Repo | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    for (const repo of this.repos.values()) {
      if (fullName(repo).toLowerCase() === wanted) return repo;
    }
    return undefined;
  }

  /** Makes a post findable. */
  keep(post: Post): void {
    this.posts.push(post);
    this.#byNode.set(post.nodeId, post);
    if (post.kind === "comment") this.comments.set(post.id, post);
    if (post.kind === "review") this.reviews.set(post.id, post);
    if (post.kind === "review-comment") this.reviewComments.set(post.id, post);
  }

  node(id: string): Post | undefined {
    return this.#byNode.get(id);
  }

  /** The account that a test holds, as it is now. */
  own(user: GitHubUser): Account {
    const account = this.accounts.get(user.id);
    if (!account) throw new Error(`no account ${user.id}`);
    if (account.ghost) throw new Error(`the account ${user.id} was deleted`);
    return account;
  }
}

export function placeOf(post: Post): { readonly repo: Repo; readonly number: number } {
  if (post.kind === "thread" || post.kind === "discussion") return post;
  return post.kind === "discussion-comment" ? post.discussion : post.thread;
}

/** The issue, pull request or discussion in which a post stands. */
export function homeOf(post: Post): Thread | Discussion {
  if (post.kind === "thread" || post.kind === "discussion") return post;
  return post.kind === "discussion-comment" ? post.discussion : post.thread;
}
