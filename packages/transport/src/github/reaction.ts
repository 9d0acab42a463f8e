import type { MessageRef } from "../contract.ts";
import { at, type Steps } from "./call.ts";
import type { GitHubContext } from "./context.ts";
import { REACT } from "./queries.ts";

/** All that GitHub knows: by REST, by GraphQL, and as people write them. */
const REACTIONS: readonly (readonly [rest: string, graphql: string, emoji: string])[] = [
  ["+1", "THUMBS_UP", "👍"],
  ["-1", "THUMBS_DOWN", "👎"],
  ["laugh", "LAUGH", "😄"],
  ["confused", "CONFUSED", "😕"],
  ["heart", "HEART", "❤"],
  ["hooray", "HOORAY", "🎉"],
  ["rocket", "ROCKET", "🚀"],
  ["eyes", "EYES", "👀"],
];

/** Where REST takes a reaction; to the others GraphQL gives one. */
const ENDPOINT: Readonly<Partial<Record<string, string>>> = {
  issue: "/repos/{owner}/{repo}/issues/{issue_number}/reactions",
  pull: "/repos/{owner}/{repo}/issues/{issue_number}/reactions",
  comment: "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  review_comment: "/repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions",
};

/** An emoji that GitHub has no reaction for is left out: nothing is done then, and nothing faked. */
export function* reacting(ctx: GitHubContext, ref: MessageRef, emoji: string): Steps<void> {
  const bare = emoji.replaceAll("\uFE0F", "");
  const found = REACTIONS.find(([rest, , drawn]) => rest === bare || drawn === bare);
  if (!found) return;
  const [content, graphql] = found;
  const endpoint = ENDPOINT[String(ref.kind)];
  const opening = ref.kind === "issue" || ref.kind === "pull";
  const subject = opening ? { issue_number: ctx.number } : { comment_id: Number(ref.id) };
  yield endpoint
    ? { route: `POST ${endpoint}`, with: { ...at(ctx), ...subject, content } }
    : { query: REACT, with: { id: String(ref.node), content: graphql } };
}
