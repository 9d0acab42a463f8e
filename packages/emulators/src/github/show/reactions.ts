import type { Hub } from "../state/hub.ts";
import type { Post, Reaction } from "../state/post.ts";
import { GITHUB_REACTIONS, type Json } from "../types.ts";
import { iso } from "./urls.ts";
import { showAuthor } from "./user.ts";

export function liveReactions(post: Pick<Post, "reactions">): Reaction[] {
  return post.reactions.filter(({ removedAt }) => removedAt === null);
}

/** GH-oas reaction-rollup. */
export function showRollup(post: Pick<Post, "reactions">, api: string): Json {
  const live = liveReactions(post);
  const counts = GITHUB_REACTIONS.map((content) => [
    content,
    live.filter((one) => one.content === content).length,
  ]);
  return { url: `${api}/reactions`, total_count: live.length, ...Object.fromEntries(counts) };
}

/** GH-oas reaction. */
export function showReaction(hub: Hub, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: showAuthor(hub, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.at),
  };
}
