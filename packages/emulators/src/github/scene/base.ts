import type { World } from "../acts/world.ts";
import type { Account } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import type { Post } from "../state/post.ts";
import type { Repo } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";
import type { GitHubUser } from "../types.ts";

/** A repository as a test holds it. It follows renames. */
export interface GitHubRepository {
  readonly id: number;
  readonly nodeId: string;
  readonly owner: GitHubUser;
  readonly name: string;
  readonly private: boolean;
}

/** Anything that somebody wrote, as a test holds it. */
export interface GitHubPost {
  readonly id: number;
  readonly nodeId: string;
}

/** An issue, a pull request or a discussion as a test holds it. */
export interface GitHubThread extends GitHubPost {
  readonly number: number;
  readonly repo: GitHubRepository;
}

/**
 * What people do on GitHub. What they could not do, and what names something that is not there, is
 * a mistake of the test and throws.
 */
export abstract class Base {
  protected readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  protected get hub(): Hub {
    return this.world.hub;
  }

  protected who(user: GitHubUser): Account {
    return this.hub.own(user);
  }

  protected where({ id }: Pick<GitHubRepository, "id">): Repo {
    const repo = this.hub.repos.get(id);
    if (!repo) throw new Error(`no repository ${id}`);
    return repo;
  }

  /** A post that was not deleted. */
  protected post<Kind extends Post["kind"]>(
    { nodeId }: Pick<GitHubPost, "nodeId">,
    ...kinds: Kind[]
  ): Extract<Post, { kind: Kind }> {
    const post = this.hub.node(nodeId);
    const isOf = (one: Post): one is Extract<Post, { kind: Kind }> =>
      kinds.some((kind) => kind === one.kind);
    if (!post || !isOf(post)) throw new Error(`${nodeId} is no ${kinds.join(" or ")}`);
    if (post.deletedAt !== null) throw new Error(`${nodeId} was deleted`);
    return post;
  }

  protected pullThread(pull: GitHubPost): Thread {
    const thread = this.post(pull, "thread");
    if (!thread.pull) throw new Error(`#${thread.number} is no pull request`);
    return thread;
  }
}
