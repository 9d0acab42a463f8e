import { addComment, deleteComment, editComment } from "../acts/comments.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf, since, sorted } from "../api/paging.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showComment } from "../show/comment.ts";
import { checkText, commentOf, mayChange, refuseLocked, threadOf } from "./target.ts";

/** "At least one of" both, whichever kind the thread is (GH-docs). */
const NEEDS = ["issues", "pull_requests"];
const DOCS = "issues/comments";

const createComment = repoOperation({
  name: "createComment",
  id: "issues/create-comment",
  verb: "POST",
  path: "/issues/{issue_number}/comments",
  docs: `${DOCS}#create-an-issue-comment`,
  needs: NEEDS,
  creates: true,
  run({ world, actor, repo, params, body }) {
    const thread = threadOf(world.hub, repo, params, "POST", "/comments");
    const text = body.text("body");
    refuseLocked(actor, thread);
    checkText("IssueComment", text);
    const { comment } = addComment(world, thread, byOf(actor), text);
    const shown = showComment(world.hub, comment);
    return { status: 201, body: shown, headers: { location: String(shown.url) } };
  },
});

const getComment = repoOperation({
  name: "getComment",
  id: "issues/get-comment",
  verb: "GET",
  path: "/issues/comments/{comment_id}",
  docs: `${DOCS}#get-an-issue-comment`,
  needs: NEEDS,
  run({ world, repo, params }) {
    return { status: 200, body: showComment(world.hub, commentOf(world.hub, repo, params)) };
  },
});

/** Works in a locked conversation as well [unconfirmed]. */
const updateComment = repoOperation({
  name: "updateComment",
  id: "issues/update-comment",
  verb: "PATCH",
  path: "/issues/comments/{comment_id}",
  docs: `${DOCS}#update-an-issue-comment`,
  needs: NEEDS,
  run({ world, actor, repo, params, body }) {
    const comment = commentOf(world.hub, repo, params);
    const text = body.text("body");
    mayChange(actor, comment);
    checkText("IssueComment", text);
    editComment(world, comment, byOf(actor), text);
    return { status: 200, body: showComment(world.hub, comment) };
  },
});

const removeComment = repoOperation({
  name: "deleteComment",
  id: "issues/delete-comment",
  verb: "DELETE",
  path: "/issues/comments/{comment_id}",
  docs: `${DOCS}#delete-an-issue-comment`,
  needs: NEEDS,
  run({ world, actor, repo, params }) {
    const comment = commentOf(world.hub, repo, params);
    mayChange(actor, comment);
    deleteComment(world, comment, byOf(actor));
    return { status: 204 };
  },
});

/** Oldest first. */
const listComments = repoOperation({
  name: "listComments",
  id: "issues/list-comments",
  verb: "GET",
  path: "/issues/{issue_number}/comments",
  docs: `${DOCS}#list-issue-comments`,
  needs: NEEDS,
  run(context) {
    const { world, repo, params, query } = context;
    const { comments } = threadOf(world.hub, repo, params, "GET", "/comments");
    const shown = since(query, comments).filter(({ deletedAt }) => deletedAt === null);
    return pageOf(context, shown, (comment) => showComment(world.hub, comment));
  },
});

const listRepoComments = repoOperation({
  name: "listCommentsForRepo",
  id: "issues/list-comments-for-repo",
  verb: "GET",
  path: "/issues/comments",
  docs: `${DOCS}#list-issue-comments-for-a-repository`,
  needs: NEEDS,
  run(context) {
    const { world, repo, query } = context;
    const all = [...world.hub.comments.values()].filter(
      ({ thread, deletedAt }) => thread.repo === repo && deletedAt === null,
    );
    const shown = sorted(query, since(query, all));
    return pageOf(context, shown, (comment) => showComment(world.hub, comment));
  },
});

export const ISSUE_COMMENTS: readonly Operation[] = [
  createComment,
  getComment,
  updateComment,
  removeComment,
  listComments,
  listRepoComments,
];
