import { type Selector, Wire } from "../wire.ts";
import { Api } from "./api/api.ts";
import { GITHUB_LIMITS, type GitHubLimits, type GitHubRateLimit, Limits } from "./api/limits.ts";
import { OPERATIONS } from "./operations/index.ts";
import type { GitHubPost, GitHubRepository } from "./scene/base.ts";
import { Scene } from "./scene/scene.ts";
import { Checker, type GitHubViolation } from "./schema/checker.ts";
import { type GitHubChange, Hub } from "./state/hub.ts";
import { privateKeyPem } from "./state/keys.ts";
import { everVisible, type GitHubSeen, type GitHubThreadView, viewThread } from "./view.ts";
import type { GitHubDelivery } from "./webhook/delivery.ts";
import { Hooks } from "./webhook/hooks.ts";

export interface GitHubOptions {
  /** Epoch milliseconds. Times, expiries and limits follow it; default `Date.now`. */
  readonly now?: () => number;
  readonly limits?: Partial<GitHubLimits>;
  /** How long a webhook may take to answer. Default 10 000 (platforms.md 2.1). */
  readonly webhookTimeoutMs?: number;
  /**
   * Checks every call, answer and event against GitHub's OpenAPI description; what does not fit is
   * in `violations`. Default false.
   */
  readonly checked?: boolean;
}

/**
 * A strict local GitHub: REST, GraphQL for discussions, signed webhooks that are never repeated by
 * themselves, and the people who use it.
 *
 * @example
 * const github = new GitHubServer();
 * const apiUrl = await github.listen();
 * const tess = github.user({ login: "tess" });
 * const repo = github.repository({ owner: tess, name: "shop" });
 * const issue = github.issue(repo, tess, { title: "It breaks" });
 * await github.comment(issue, tess, "@trunkline why?").delivered;
 */
export class GitHubServer extends Scene {
  /** Journal, barriers and faults of every call. */
  readonly wire: Wire;
  readonly #limits: Limits;
  readonly #checker: Checker | null;

  constructor(options: GitHubOptions = {}) {
    const hub = new Hub(options.now ?? Date.now);
    const checker = options.checked ? new Checker() : null;
    const hooks = new Hooks(hub, {
      timeoutMs: options.webhookTimeoutMs ?? 10_000,
      onPayload: (event, action, payload) => checker?.event(event, action, payload),
    });
    const world = { hub, hooks };
    super(world);
    this.#checker = checker;
    this.#limits = new Limits(hub.now, { ...GITHUB_LIMITS, ...options.limits });
    const witness = checker ? checker.call.bind(checker) : undefined;
    this.wire = new Wire(new Api(world, this.#limits, OPERATIONS, witness));
  }

  /** @returns the origin, to be used as `GITHUB_API_URL`. */
  async listen(port = 0): Promise<string> {
    this.hub.origin = await this.wire.listen(port);
    return this.hub.origin;
  }

  /** The private key of the Apps that were not given another one: PKCS#8, or as GitHub gives it. */
  privateKey(type: "pkcs8" | "pkcs1" = "pkcs8"): string {
    return privateKeyPem(type);
  }

  /** Every attempt to tell a webhook, in order of starting. */
  get deliveries(): readonly GitHubDelivery[] {
    return this.world.hooks.deliveries;
  }

  /** What did not fit GitHub's description. A test should find this empty. */
  get violations(): readonly GitHubViolation[] {
    return this.#checker?.violations ?? [];
  }

  /** Declares a limit to be exceeded, for every caller. */
  rateLimit(limit: GitHubRateLimit): void {
    this.#limits.impose(limit);
  }

  /** An issue, a pull request or a discussion as people see it, and saw it before. */
  thread(repo: GitHubRepository, number: number): GitHubThreadView {
    const { threads, discussions } = this.where(repo);
    const home = threads.get(number) ?? discussions.get(number);
    if (!home) throw new Error(`no #${number} in ${repo.name}`);
    return viewThread(this.hub, home);
  }

  get repositories(): readonly GitHubRepository[] {
    return [...this.hub.repos.values()];
  }

  /** Every issue, pull request and discussion by number, deleted ones included. */
  threads(repo: GitHubRepository): GitHubThreadView[] {
    const { threads, discussions } = this.where(repo);
    return [...threads.values(), ...discussions.values()]
      .toSorted((one, other) => one.number - other.number)
      .map((home) => viewThread(this.hub, home));
  }

  /** Every text that was ever visible, post by post, version by version. */
  everVisible(home?: GitHubPost): GitHubSeen[] {
    return everVisible(this.hub, home && this.hub.node(home.nodeId));
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: GitHubChange) => void): () => void {
    return this.hub.onChange(listener);
  }

  /** Every webhook has answered or has failed. */
  idle(): Promise<void> {
    return this.world.hooks.idle();
  }

  async close(): Promise<void> {
    this.world.hooks.close();
    await this.wire.close();
  }
}

/**
 * GraphQL calls have one name in the journal; this one picks by the field they ask for.
 *
 * @example
 * github.wire.barrier("applied", graphqlCall("addDiscussionComment"));
 */
export function graphqlCall(field: string): Selector {
  return { method: "graphql", match: ({ raw }) => new RegExp(`\\b${field}\\b`).test(raw) };
}
