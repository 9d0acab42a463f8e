import { showPullSimple } from "../show/pull.ts";
import { showReviewComment, showReviewInEvent } from "../show/review.ts";
import type { By } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { placeInPatch } from "../state/patch.ts";
import { newPost, type Review, type ReviewComment, rewrite } from "../state/post.ts";
import type { Thread } from "../state/thread.ts";
import type { GitHubReviewState, Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { notifyOf } from "./notify.ts";
import { pullOf } from "./pulls.ts";
import type { World } from "./world.ts";

/** Where an inline comment stands. */
export interface LineComment {
  readonly path: string;
  /** Of the new file, or of the old one with `side: "LEFT"`. */
  readonly line: number;
  readonly side?: "LEFT" | "RIGHT";
  readonly startLine?: number;
}

/** A review, not yet told of. Its comments belong to the same submission. */
export function addReview(
  world: World,
  thread: Thread,
  by: By,
  state: GitHubReviewState,
  text: string,
): Review {
  const { hub } = world;
  const pull = pullOf(thread);
  const id = hub.ids.next("review");
  const post = newPost(by, hub.now(), { id, nodeId: nodeId("PRR", id) }, text);
  const review: Review = { kind: "review", thread, state, commit: pull.head.sha, ...post };
  pull.reviews.push(review);
  thread.updatedAt = hub.now();
  hub.keep(review);
  hub.touched("posted", review);
  notifyOf(world, thread, by, review);
  return review;
}

/** On a line of the diff. @throws when the line is not part of it, as the page offers no other. */
export function addReviewComment(
  world: World,
  review: Review,
  by: By,
  at: LineComment,
  text: string,
): ReviewComment {
  const { files } = pullOf(review.thread);
  const side = at.side ?? "RIGHT";
  const file = files.find(({ path }) => path === at.path);
  const place = file?.patch === undefined ? null : placeInPatch(file.patch, at.line, side);
  if (!place) throw new Error(`line ${at.line} of ${at.path} is not part of the diff`);
  return keepReviewComment(world, review, by, text, {
    path: at.path,
    line: at.line,
    startLine: at.startLine ?? null,
    side,
    hunk: place.hunk,
    position: place.position,
    commit: review.commit,
    root: null,
  });
}

/** Below the first comment of a thread; there is no deeper level (GH-oas). */
export function addReply(world: World, root: ReviewComment, by: By, text: string): ReviewComment {
  const review = addReview(world, root.thread, by, "commented", "");
  const { path, line, startLine, side, hunk, position, commit } = root;
  const place = { path, line, startLine, side, hunk, position, commit, root };
  const reply = keepReviewComment(world, review, by, text, place);
  reply.outdated = root.outdated;
  return reply;
}

function keepReviewComment(
  world: World,
  review: Review,
  by: By,
  text: string,
  place: Pick<
    ReviewComment,
    "path" | "line" | "startLine" | "side" | "hunk" | "position" | "commit" | "root"
  >,
): ReviewComment {
  const { hub } = world;
  const { thread } = review;
  const id = hub.ids.next("reviewComment");
  const comment: ReviewComment = {
    kind: "review-comment",
    thread,
    review,
    ...newPost(by, hub.now(), { id, nodeId: nodeId("PRRC", id) }, text),
    ...place,
    outdated: false,
  };
  pullOf(thread).reviewComments.push(comment);
  thread.updatedAt = hub.now();
  hub.keep(comment);
  hub.touched("posted", comment);
  notifyOf(world, thread, by, comment);
  return comment;
}

/** `pull_request_review.submitted`: also for a single inline comment, then with an empty body. */
export function tellReview(world: World, review: Review, by: By): Told {
  const body = { review: showReviewInEvent(world.hub, review) };
  return tell(world, "pull_request_review", "submitted", review.thread, by, body);
}

/** `pull_request_review_comment.created`. */
export function tellReviewComment(
  world: World,
  action: "created" | "edited" | "deleted",
  comment: ReviewComment,
  by: By,
  more: Json = {},
): Told {
  const body = { comment: showReviewComment(world.hub, comment), ...more };
  return tell(world, "pull_request_review_comment", action, comment.thread, by, body);
}

export function editReviewComment(
  world: World,
  comment: ReviewComment,
  by: By,
  text: string,
): Told {
  const from = rewrite(comment, by, world.hub.now(), text);
  world.hub.touched("edited", comment);
  return tellReviewComment(world, "edited", comment, by, { changes: { body: { from } } });
}

export function deleteReviewComment(world: World, comment: ReviewComment, by: By): Told {
  comment.deletedAt = world.hub.now();
  world.hub.touched("deleted", comment);
  return tellReviewComment(world, "deleted", comment, by);
}

function tell(
  { hub, hooks }: World,
  event: string,
  action: string,
  thread: Thread,
  by: By,
  body: Json,
): Told {
  const pull_request = showPullSimple(hub, thread, pullOf(thread));
  const { repo } = thread;
  return hooks.announce({ event, action, sender: by.user, repo, body: { ...body, pull_request } });
}
