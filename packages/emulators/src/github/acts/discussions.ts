import { showDiscussion, showDiscussionComment } from "../show/discussion.ts";
import type { By } from "../state/account.ts";
import type { Discussion } from "../state/discussion.ts";
import { nodeId } from "../state/ids.ts";
import { type DiscussionComment, newPost, rewrite } from "../state/post.ts";
import type { Repo } from "../state/repo.ts";
import type { Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import type { World } from "./world.ts";

export interface DiscussionOpening {
  readonly title: string;
  readonly body: string;
  readonly category: string;
}

/** `discussion.created`. */
export function openDiscussion(
  world: World,
  repo: Repo,
  by: By,
  { title, body, category }: DiscussionOpening,
): Told & { readonly discussion: Discussion } {
  const { hub, hooks } = world;
  const id = hub.ids.next("discussion");
  repo.lastNumber += 1;
  const discussion: Discussion = {
    kind: "discussion",
    ...newPost(by, hub.now(), { id, nodeId: nodeId("D", id) }, body),
    repo,
    number: repo.lastNumber,
    title,
    category,
    locked: false,
    comments: [],
  };
  repo.discussions.set(discussion.number, discussion);
  hub.keep(discussion);
  hub.touched("opened", discussion);
  const told = hooks.announce({
    event: "discussion",
    action: "created",
    sender: by.user,
    repo,
    body: { discussion: showDiscussion(hub, discussion) },
  });
  return { discussion, ...told };
}

/** `discussion_comment.created`. `root`: of the thread it belongs to; there is no deeper level. */
export function addDiscussionComment(
  world: World,
  discussion: Discussion,
  by: By,
  text: string,
  root: DiscussionComment | null,
): Told & { readonly comment: DiscussionComment } {
  const { hub } = world;
  const id = hub.ids.next("discussionComment");
  const post = newPost(by, hub.now(), { id, nodeId: nodeId("DC", id) }, text);
  const comment: DiscussionComment = { kind: "discussion-comment", discussion, root, ...post };
  discussion.comments.push(comment);
  discussion.updatedAt = post.createdAt;
  hub.keep(comment);
  hub.touched("posted", comment);
  return { comment, ...tell(world, "created", comment, by) };
}

/** `discussion_comment.edited`. */
export function editDiscussionComment(
  world: World,
  comment: DiscussionComment,
  by: By,
  text: string,
): Told {
  const from = rewrite(comment, by, world.hub.now(), text);
  world.hub.touched("edited", comment);
  return tell(world, "edited", comment, by, { changes: { body: { from } } });
}

/** `discussion_comment.deleted`. */
export function deleteDiscussionComment(world: World, comment: DiscussionComment, by: By): Told {
  comment.deletedAt = world.hub.now();
  world.hub.touched("deleted", comment);
  return tell(world, "deleted", comment, by);
}

function tell(
  { hub, hooks }: World,
  action: string,
  comment: DiscussionComment,
  by: By,
  more: Json = {},
): Told {
  const { discussion } = comment;
  return hooks.announce({
    event: "discussion_comment",
    action,
    sender: by.user,
    repo: discussion.repo,
    body: {
      ...more,
      comment: showDiscussionComment(hub, comment),
      discussion: showDiscussion(hub, discussion),
    },
  });
}
