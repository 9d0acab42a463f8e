import type { Context, Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { notForIntegration, notFound } from "../api/refusal.ts";
import { showMinimalRepository } from "../show/repository.ts";
import { iso, isoOrNull, issueApi, pullApi, repoApi } from "../show/urls.ts";
import type { Hub } from "../state/hub.ts";
import { isUnread, type Notice } from "../state/notices.ts";
import type { Post } from "../state/post.ts";
import type { Json } from "../types.ts";

/** Newest first; the inbox of whoever's token it is. */
const listNotifications: Operation = {
  name: "listNotifications",
  id: "activity/list-notifications-for-authenticated-user",
  verb: "GET",
  path: "/notifications",
  docs: "activity/notifications#list-notifications-for-the-authenticated-user",
  as: "person",
  run(context) {
    const { world, query } = context;
    const from = Date.parse(query.get("since") ?? "");
    const to = Date.parse(query.get("before") ?? "");
    // Everything that is here concerns its owner, so `participating` leaves nothing out.
    const shown = inboxOf(context)
      .filter((notice) => query.get("all") === "true" || isUnread(notice))
      .filter(({ updatedAt }) => Number.isNaN(from) || updatedAt >= from)
      .filter(({ updatedAt }) => Number.isNaN(to) || updatedAt < to)
      .toSorted((one, other) => other.updatedAt - one.updatedAt);
    const page = pageOf(context, shown, (notice) => showNotice(world.hub, notice));
    // GH-docs: how often one may ask.
    return { ...page, headers: { ...page.headers, "x-poll-interval": "60" } };
  },
};

const markAsRead: Operation = {
  name: "markNotificationAsRead",
  id: "activity/mark-thread-as-read",
  verb: "PATCH",
  path: "/notifications/threads/{thread_id}",
  docs: "activity/notifications#mark-a-thread-as-read",
  as: "person",
  run(context) {
    const notice = inboxOf(context).find(({ id }) => id === Number(context.params.thread_id));
    if (!notice) throw notFound();
    notice.readAt = context.world.hub.now();
    return { status: 205 };
  },
};

function inboxOf({ world, actor }: Context): Notice[] {
  if (actor.kind !== "user") throw notForIntegration("");
  return world.hub.notices.of(actor.user).filter(({ thread }) => thread.deletedAt === null);
}

/** GH-oas thread. */
function showNotice(hub: Hub, notice: Notice): Json {
  const { id, thread, latest } = notice;
  const url = `${hub.origin}/notifications/threads/${id}`;
  return {
    id: String(id),
    unread: isUnread(notice),
    reason: notice.reason,
    updated_at: iso(notice.updatedAt),
    last_read_at: isoOrNull(notice.readAt),
    subject: {
      title: thread.title,
      url: thread.pull ? pullApi(hub, thread) : issueApi(hub, thread),
      latest_comment_url: latestUrl(hub, latest),
      type: thread.pull ? "PullRequest" : "Issue",
    },
    repository: showMinimalRepository(hub, thread.repo),
    url,
    subscription_url: `${url}/subscription`,
  };
}

function latestUrl(hub: Hub, post: Post): string {
  if (post.kind === "comment")
    return `${repoApi(hub, post.thread.repo)}/issues/comments/${post.id}`;
  if (post.kind === "review-comment") {
    return `${repoApi(hub, post.thread.repo)}/pulls/comments/${post.id}`;
  }
  if (post.kind === "thread") return post.pull ? pullApi(hub, post) : issueApi(hub, post);
  return post.kind === "review" ? pullApi(hub, post.thread) : hub.origin;
}

export const NOTIFICATIONS: readonly Operation[] = [listNotifications, markAsRead];
