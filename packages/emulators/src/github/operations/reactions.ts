import { react, unreact } from "../acts/reactions.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { GitHubRefusal, invalidRequest, notFound } from "../api/refusal.ts";
import { type RepoContext, repoOperation } from "../api/repo-operation.ts";
import { liveReactions, showReaction } from "../show/reactions.ts";
import type { Post } from "../state/post.ts";
import { GITHUB_REACTIONS } from "../types.ts";
import { commentOf, reviewCommentOf, threadOf } from "./target.ts";

/** What carries reactions, and how its three operations are named. */
interface Kind {
  readonly path: string;
  readonly needs: readonly string[];
  readonly find: (context: RepoContext, verb: string) => Post;
  readonly create: Named;
  readonly list: Named;
  readonly remove: Named;
}

/** Name in the journal, operationId, page. */
type Named = readonly [name: string, id: string, docs: string];

function operationsOf({ path, needs, find, create, list, remove }: Kind): Operation[] {
  return [
    repoOperation({
      ...named(create),
      verb: "POST",
      path: `${path}/reactions`,
      needs,
      run(context) {
        const { world, actor, body } = context;
        const post = find(context, "POST");
        const wanted = body.text("content");
        const content = GITHUB_REACTIONS.find((one) => one === wanted);
        if (!content) throw invalidRequest(`"${wanted}" is not a member of ${MEMBERS}.`);
        const { reaction, isNew } = react(world, post, byOf(actor).user, content);
        return { status: isNew ? 201 : 200, body: showReaction(world.hub, reaction) };
      },
    }),
    repoOperation({
      ...named(list),
      verb: "GET",
      path: `${path}/reactions`,
      needs,
      run(context) {
        const content = context.query.get("content");
        const shown = liveReactions(find(context, "GET")).filter(
          (one) => content === null || one.content === content,
        );
        return pageOf(context, shown, (one) => showReaction(context.world.hub, one));
      },
    }),
    repoOperation({
      ...named(remove),
      verb: "DELETE",
      path: `${path}/reactions/{reaction_id}`,
      needs,
      run(context) {
        const { world, actor, params } = context;
        const post = find(context, "DELETE");
        const reaction = liveReactions(post).find(({ id }) => id === Number(params.reaction_id));
        if (!reaction) throw notFound();
        // Nobody takes away what is another's [words unconfirmed].
        if (reaction.user !== byOf(actor).user) {
          throw new GitHubRefusal(403, "Must have admin rights to Repository.");
        }
        unreact(world, post, reaction);
        return { status: 204 };
      },
    }),
  ];
}

const MEMBERS = JSON.stringify(GITHUB_REACTIONS).replaceAll(",", ", ");
const DOCS = "reactions/reactions";

function named([name, id, anchor]: Named): { name: string; id: string; docs: string } {
  return { name, id: `reactions/${id}`, docs: `${DOCS}#${anchor}` };
}

export const REACTION_OPERATIONS: readonly Operation[] = [
  ...operationsOf({
    path: "/issues/{issue_number}",
    needs: ["issues", "pull_requests"],
    find: ({ world, repo, params }, verb) => threadOf(world.hub, repo, params, verb, "/reactions"),
    create: ["createReactionForIssue", "create-for-issue", "create-reaction-for-an-issue"],
    list: ["listReactionsForIssue", "list-for-issue", "list-reactions-for-an-issue"],
    remove: ["deleteReactionForIssue", "delete-for-issue", "delete-an-issue-reaction"],
  }),
  ...operationsOf({
    path: "/issues/comments/{comment_id}",
    needs: ["issues", "pull_requests"],
    find: ({ world, repo, params }) => commentOf(world.hub, repo, params),
    create: [
      "createReactionForComment",
      "create-for-issue-comment",
      "create-reaction-for-an-issue-comment",
    ],
    list: [
      "listReactionsForComment",
      "list-for-issue-comment",
      "list-reactions-for-an-issue-comment",
    ],
    remove: [
      "deleteReactionForComment",
      "delete-for-issue-comment",
      "delete-an-issue-comment-reaction",
    ],
  }),
  ...operationsOf({
    path: "/pulls/comments/{comment_id}",
    needs: ["pull_requests"],
    find: ({ world, repo, params }) => reviewCommentOf(world.hub, repo, params),
    create: [
      "createReactionForReviewComment",
      "create-for-pull-request-review-comment",
      "create-reaction-for-a-pull-request-review-comment",
    ],
    list: [
      "listReactionsForReviewComment",
      "list-for-pull-request-review-comment",
      "list-reactions-for-a-pull-request-review-comment",
    ],
    remove: [
      "deleteReactionForReviewComment",
      "delete-for-pull-request-comment",
      "delete-a-pull-request-comment-reaction",
    ],
  }),
];
