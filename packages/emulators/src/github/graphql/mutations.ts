import {
  addDiscussionComment,
  deleteDiscussionComment,
  editDiscussionComment,
} from "../acts/discussions.ts";
import { react, unreact } from "../acts/reactions.ts";
import { byOf } from "../api/authenticate.ts";
import type { Context } from "../api/operation.ts";
import { liveReactions } from "../show/reactions.ts";
import type { Discussion } from "../state/discussion.ts";
import { placeOf } from "../state/hub.ts";
import type { DiscussionComment } from "../state/post.ts";
import { hasRole } from "../state/repo.ts";
import { GITHUB_REACTIONS, type GitHubReaction } from "../types.ts";
import { mayChange, mayWrite, nodeOf } from "./access.ts";
import type { GraphObject } from "./execute.ts";
import { CONTENTS, type Nodes } from "./nodes.ts";
import { FieldProblem, noNode } from "./problem.ts";
import type { Args } from "./values.ts";

const NEEDS = ["discussions"];

type Mutation = (context: Context, nodes: Nodes, input: Args) => GraphObject["fields"];

const add: Mutation = ({ world, actor, limits }, nodes, input) => {
  const discussion = discussionOf(world.hub, actor, input.discussionId);
  mayWrite(actor, discussion.repo, NEEDS, "AddDiscussionComment");
  const root = input.replyToId ? commentOf(world.hub, actor, input.replyToId) : null;
  // github/accessibility-alt-text-bot#17, github/gh-aw#24031.
  if (root?.root) {
    throw unprocessable("Parent comment is already in a thread, cannot reply to it");
  }
  if (root && root.discussion !== discussion) throw noNode(String(input.replyToId));
  const outsider = actor.kind !== "user" || !hasRole(discussion.repo, actor.user, "write");
  // [words unconfirmed: written after those of issues]
  if (discussion.locked && outsider) {
    throw unprocessable("Unable to create comment because discussion is locked.");
  }
  const body = checked(input.body);
  limits.checkContent(actor);
  const { comment } = addDiscussionComment(world, discussion, byOf(actor), body, root);
  limits.countContent(actor);
  return { comment: () => nodes.comment(comment) };
};

const update: Mutation = ({ world, actor }, nodes, input) => {
  const comment = commentOf(world.hub, actor, input.commentId);
  mayWrite(actor, comment.discussion.repo, NEEDS, "UpdateDiscussionComment");
  mayChange(actor, comment, "UpdateDiscussionComment");
  editDiscussionComment(world, comment, byOf(actor), checked(input.body));
  return { comment: () => nodes.comment(comment) };
};

const remove: Mutation = ({ world, actor }, nodes, input) => {
  const comment = commentOf(world.hub, actor, input.id);
  mayWrite(actor, comment.discussion.repo, NEEDS, "DeleteDiscussionComment");
  mayChange(actor, comment, "DeleteDiscussionComment");
  deleteDiscussionComment(world, comment, byOf(actor));
  return { comment: () => nodes.comment(comment) };
};

const addReaction: Mutation = ({ world, actor }, nodes, input) => {
  const { post, content } = subjectOf({ world, actor }, input, "AddReaction");
  const { reaction } = react(world, post, byOf(actor).user, content);
  return { reaction: () => nodes.reaction(reaction), subject: () => nodes.post(post) };
};

const removeReaction: Mutation = ({ world, actor }, nodes, input) => {
  const { post, content } = subjectOf({ world, actor }, input, "RemoveReaction");
  const { user } = byOf(actor);
  const reaction = liveReactions(post).find((one) => one.user === user && one.content === content);
  if (reaction) unreact(world, post, reaction);
  return {
    reaction: () => (reaction ? nodes.reaction(reaction) : null),
    subject: () => nodes.post(post),
  };
};

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  addDiscussionComment: add,
  updateDiscussionComment: update,
  deleteDiscussionComment: remove,
  addReaction,
  removeReaction,
};

function subjectOf({ world, actor }: Pick<Context, "world" | "actor">, input: Args, what: string) {
  const post = nodeOf(world.hub, actor, input.subjectId);
  const isDiscussion = post.kind === "discussion" || post.kind === "discussion-comment";
  const needs = isDiscussion ? NEEDS : ["issues", "pull_requests"];
  mayWrite(actor, placeOf(post).repo, needs, what);
  return { post, content: contentOf(input.content) };
}

function contentOf(name: unknown): GitHubReaction {
  const content = GITHUB_REACTIONS.find((one) => CONTENTS[one] === name);
  if (!content) throw unprocessable(`${name} is not a ReactionContent`);
  return content;
}

function discussionOf(
  hub: Context["world"]["hub"],
  actor: Context["actor"],
  id: unknown,
): Discussion {
  const post = nodeOf(hub, actor, id);
  if (post.kind !== "discussion") throw noNode(String(id));
  return post;
}

function commentOf(
  hub: Context["world"]["hub"],
  actor: Context["actor"],
  id: unknown,
): DiscussionComment {
  const post = nodeOf(hub, actor, id);
  if (post.kind !== "discussion-comment") throw noNode(String(id));
  return post;
}

/** In code points; words as of REST [unconfirmed for discussions]. */
function checked(body: unknown): string {
  const text = String(body);
  if (text.trim() === "") throw unprocessable("Body cannot be blank");
  if ([...text].length > 65_536) {
    throw unprocessable("Body is too long (maximum is 65536 characters)");
  }
  return text;
}

function unprocessable(message: string): FieldProblem {
  return new FieldProblem("UNPROCESSABLE", message);
}
