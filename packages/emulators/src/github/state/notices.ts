import type { Account } from "./account.ts";
import type { Post } from "./post.ts";
import type { Thread } from "./thread.ts";

/** GH-docs "About notification reasons". */
export type Reason = "mention" | "assign" | "review_requested" | "author" | "comment";

/** One entry of somebody's inbox: a thread, and why it is there. */
export interface Notice {
  readonly id: number;
  readonly user: Account;
  readonly thread: Thread;
  reason: Reason;
  latest: Post;
  updatedAt: number;
  readAt: number | null;
}

/** Reasons that a mere comment does not replace. */
const STICKY: readonly Reason[] = ["mention", "assign", "review_requested"];

/** The inboxes of all people. */
export class Notices {
  readonly #all = new Map<string, Notice>();

  /** Puts a thread on top of somebody's inbox, unread. */
  put(id: () => number, user: Account, thread: Thread, reason: Reason, latest: Post, at: number) {
    const key = `${user.id} ${thread.id}`;
    const known = this.#all.get(key);
    if (!known) {
      this.#all.set(key, { id: id(), user, thread, reason, latest, updatedAt: at, readAt: null });
      return;
    }
    const keeps = STICKY.includes(known.reason) && !STICKY.includes(reason);
    if (!keeps) known.reason = reason;
    known.latest = latest;
    known.updatedAt = at;
  }

  has(user: Account, thread: Thread): boolean {
    return this.#all.has(`${user.id} ${thread.id}`);
  }

  of(user: Account): Notice[] {
    return [...this.#all.values()].filter((notice) => notice.user === user);
  }
}

export function isUnread({ readAt, updatedAt }: Notice): boolean {
  return readAt === null || readAt < updatedAt;
}
