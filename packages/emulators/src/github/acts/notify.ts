import type { Account, By } from "../state/account.ts";
import type { Reason } from "../state/notices.ts";
import { type Post, textOf } from "../state/post.ts";
import { hasRole } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";
import type { World } from "./world.ts";

/** Somebody wrote: who is mentioned, and who took part before, finds it in the inbox. */
export function notifyOf({ hub }: World, thread: Thread, by: By, post: Post): void {
  const text = textOf(post);
  const people = [...hub.accounts.values()].filter(
    (user) => user.type === "User" && user !== by.user && hasRole(thread.repo, user, "read"),
  );
  for (const user of people) {
    const follows = hub.notices.has(user, thread) ? "comment" : null;
    const reason = reasonOf(thread, user, text) ?? follows;
    if (reason) put(hub, user, thread, reason, post);
  }
}

export function notify({ hub }: World, thread: Thread, user: Account, reason: Reason): void {
  if (user.type === "User") put(hub, user, thread, reason, thread);
}

function put(hub: World["hub"], user: Account, thread: Thread, reason: Reason, post: Post): void {
  const id = (): number => hub.ids.next("notification");
  hub.notices.put(id, user, thread, reason, post, hub.now());
}

function reasonOf(thread: Thread, user: Account, text: string): Reason | null {
  if (mentions(text, user.login)) return "mention";
  if (thread.author === user) return "author";
  if (thread.assignees.includes(user)) return "assign";
  return thread.comments.some(({ author }) => author === user) ? "comment" : null;
}

/** Outside of code, as GitHub links it. */
function mentions(text: string, login: string): boolean {
  const prose = text.replaceAll(/```[\s\S]*?(```|$)|`[^`\n]*`/g, "");
  const escaped = login.replaceAll(/[^\w]/g, "\\$&");
  return new RegExp(`(?<![\\w/-])@${escaped}(?![\\w-])`, "i").test(prose);
}
