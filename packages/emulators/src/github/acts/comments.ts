import { showComment } from "../show/comment.ts";
import { showIssue } from "../show/issue.ts";
import type { By } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { type Comment, newPost, rewrite } from "../state/post.ts";
import type { Thread } from "../state/thread.ts";
import type { Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { notifyOf } from "./notify.ts";
import type { World } from "./world.ts";

/** `issue_comment.created`, also for the App's own comments (platforms.md 2.3). */
export function addComment(
  world: World,
  thread: Thread,
  by: By,
  text: string,
): Told & { readonly comment: Comment } {
  const { hub } = world;
  const id = hub.ids.next("comment");
  const post = newPost(by, hub.now(), { id, nodeId: nodeId("IC", id) }, text);
  const comment: Comment = { kind: "comment", thread, ...post };
  thread.comments.push(comment);
  thread.updatedAt = post.createdAt;
  hub.keep(comment);
  hub.touched("posted", comment);
  notifyOf(world, thread, by, comment);
  return { comment, ...tell(world, "created", comment, by) };
}

/** `issue_comment.edited`: the sender is who edits, the author stays who wrote. */
export function editComment(world: World, comment: Comment, by: By, text: string): Told {
  const from = rewrite(comment, by, world.hub.now(), text);
  world.hub.touched("edited", comment);
  return tell(world, "edited", comment, by, { changes: { body: { from } } });
}

/** `issue_comment.deleted`. */
export function deleteComment(world: World, comment: Comment, by: By): Told {
  comment.deletedAt = world.hub.now();
  world.hub.touched("deleted", comment);
  return tell(world, "deleted", comment, by);
}

function tell(world: World, action: string, comment: Comment, by: By, more: Json = {}): Told {
  const { hub, hooks } = world;
  return hooks.announce({
    event: "issue_comment",
    action,
    sender: by.user,
    repo: comment.thread.repo,
    body: { ...more, issue: showIssue(hub, comment.thread), comment: showComment(hub, comment) },
  });
}
