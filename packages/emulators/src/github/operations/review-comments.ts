import {
  addReply,
  deleteReviewComment,
  editReviewComment,
  tellReview,
  tellReviewComment,
} from "../acts/reviews.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf, since, sorted } from "../api/paging.ts";
import { notFound } from "../api/refusal.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showReviewComment } from "../show/review.ts";
import { checkText, mayChange, pullOf, refuseLocked, reviewCommentOf } from "./target.ts";

const NEEDS = ["pull_requests"];
const DOCS = "pulls/comments";
const RESOURCE = "PullRequestReviewComment";

const createReply = repoOperation({
  name: "createReply",
  id: "pulls/create-reply-for-review-comment",
  verb: "POST",
  path: "/pulls/{pull_number}/comments/{comment_id}/replies",
  docs: `${DOCS}#create-a-reply-for-a-review-comment`,
  needs: NEEDS,
  creates: true,
  run({ world, actor, repo, params, body }) {
    const { thread } = pullOf(repo, params);
    const root = reviewCommentOf(world.hub, repo, params);
    // "Replies to replies are not supported" (GH-oas): the path names a top-level comment only.
    if (root.thread !== thread || root.root) throw notFound();
    const text = body.text("body");
    refuseLocked(actor, thread);
    checkText(RESOURCE, text);
    const by = byOf(actor);
    const reply = addReply(world, root, by, text);
    tellReview(world, reply.review, by);
    tellReviewComment(world, "created", reply, by);
    const shown = showReviewComment(world.hub, reply);
    return { status: 201, body: shown, headers: { location: String(shown.url) } };
  },
});

const getReviewComment = repoOperation({
  name: "getReviewComment",
  id: "pulls/get-review-comment",
  verb: "GET",
  path: "/pulls/comments/{comment_id}",
  docs: `${DOCS}#get-a-review-comment-for-a-pull-request`,
  needs: NEEDS,
  run({ world, repo, params }) {
    const comment = reviewCommentOf(world.hub, repo, params);
    return { status: 200, body: showReviewComment(world.hub, comment) };
  },
});

const updateReviewComment = repoOperation({
  name: "updateReviewComment",
  id: "pulls/update-review-comment",
  verb: "PATCH",
  path: "/pulls/comments/{comment_id}",
  docs: `${DOCS}#update-a-review-comment-for-a-pull-request`,
  needs: NEEDS,
  run({ world, actor, repo, params, body }) {
    const comment = reviewCommentOf(world.hub, repo, params);
    const text = body.text("body");
    mayChange(actor, comment);
    checkText(RESOURCE, text);
    editReviewComment(world, comment, byOf(actor), text);
    return { status: 200, body: showReviewComment(world.hub, comment) };
  },
});

const removeReviewComment = repoOperation({
  name: "deleteReviewComment",
  id: "pulls/delete-review-comment",
  verb: "DELETE",
  path: "/pulls/comments/{comment_id}",
  docs: `${DOCS}#delete-a-review-comment-for-a-pull-request`,
  needs: NEEDS,
  run({ world, actor, repo, params }) {
    const comment = reviewCommentOf(world.hub, repo, params);
    mayChange(actor, comment);
    deleteReviewComment(world, comment, byOf(actor));
    return { status: 204 };
  },
});

const listReviewComments = repoOperation({
  name: "listReviewComments",
  id: "pulls/list-review-comments",
  verb: "GET",
  path: "/pulls/{pull_number}/comments",
  docs: `${DOCS}#list-review-comments-on-a-pull-request`,
  needs: NEEDS,
  run(context) {
    const { world, repo, params, query } = context;
    const { pull } = pullOf(repo, params);
    const live = pull.reviewComments.filter(({ deletedAt }) => deletedAt === null);
    const shown = sorted(query, since(query, live));
    return pageOf(context, shown, (comment) => showReviewComment(world.hub, comment));
  },
});

const listRepoReviewComments = repoOperation({
  name: "listReviewCommentsForRepo",
  id: "pulls/list-review-comments-for-repo",
  verb: "GET",
  path: "/pulls/comments",
  docs: `${DOCS}#list-review-comments-in-a-repository`,
  needs: NEEDS,
  run(context) {
    const { world, repo, query } = context;
    const live = [...world.hub.reviewComments.values()].filter(
      ({ thread, deletedAt }) => thread.repo === repo && deletedAt === null,
    );
    const shown = sorted(query, since(query, live));
    return pageOf(context, shown, (comment) => showReviewComment(world.hub, comment));
  },
});

export const REVIEW_COMMENTS: readonly Operation[] = [
  createReply,
  getReviewComment,
  updateReviewComment,
  removeReviewComment,
  listReviewComments,
  listRepoReviewComments,
];
