import type { Account } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import type { Post, Reaction } from "../state/post.ts";
import type { GitHubReaction } from "../types.ts";
import type { World } from "./world.ts";

/** No webhook tells of reactions (platforms.md 2.2). One of each kind and person. */
export function react(
  { hub }: World,
  post: Post,
  user: Account,
  content: GitHubReaction,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = post.reactions.find(
    (one) => one.user === user && one.content === content && one.removedAt === null,
  );
  if (known) return { reaction: known, isNew: false };
  const id = hub.ids.next("reaction");
  const at = hub.now();
  const reaction = { id, nodeId: nodeId("REA", id), user, content, at, removedAt: null };
  post.reactions.push(reaction);
  hub.touched("reaction", post);
  return { reaction, isNew: true };
}

export function unreact({ hub }: World, post: Post, reaction: Reaction): void {
  reaction.removedAt = hub.now();
  hub.touched("reaction", post);
}
