import { changeRepositories, install, ping, suspend, uninstall } from "../acts/apps.ts";
import type { App, Installation } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { publicKeyOf } from "../state/keys.ts";
import type { GitHubPermissions, GitHubUser, Json } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import type { Hook } from "../webhook/hook.ts";
import type { GitHubRepository } from "./base.ts";
import { People } from "./people.ts";

export interface GitHubWebhook {
  readonly url: string;
  /** Absent: nothing is signed. */
  readonly secret?: string;
  /** Default `["*"]`; of an App what it is subscribed to. */
  readonly events?: readonly string[];
  readonly contentType?: "json" | "form";
}

export interface GitHubAppOptions {
  /** `trunkline`; its bot is `trunkline[bot]`. */
  readonly slug: string;
  readonly id?: number;
  readonly botId?: number;
  readonly owner: GitHubUser;
  readonly permissions?: GitHubPermissions;
  readonly webhook?: GitHubWebhook;
  /** PEM. Default: that of `privateKey`. */
  readonly publicKey?: string;
}

export interface GitHubApp {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  readonly bot: GitHubUser;
}

export interface GitHubInstallation {
  readonly id: number;
  readonly account: GitHubUser;
}

/** platforms.md 2.8. Merging writes contents (GH-docs, permissions required for GitHub Apps). */
const PERMISSIONS: GitHubPermissions = {
  issues: "write",
  pull_requests: "write",
  discussions: "write",
  contents: "write",
  checks: "write",
  metadata: "read",
};
const EVENTS = [
  "check_run",
  "discussion",
  "discussion_comment",
  "issue_comment",
  "issues",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "repository",
];

/** Apps, installations, tokens and webhooks. */
export abstract class Apps extends People {
  app(options: GitHubAppOptions): GitHubApp {
    const { hub } = this;
    const id = options.id ?? hub.ids.next("app");
    const app: App = {
      id,
      nodeId: nodeId("A", id),
      clientId: `Iv23li${String(id).padStart(14, "0")}`,
      slug: options.slug,
      owner: this.who(options.owner),
      bot: hub.account(`${options.slug}[bot]`, "Bot", options.botId),
      permissions: options.permissions ?? PERMISSIONS,
      events: options.webhook?.events ?? EVENTS,
      publicKey: publicKeyOf(options.publicKey),
      installations: [],
      createdAt: hub.now(),
    };
    hub.apps.push(app);
    if (options.webhook) this.#hook({ kind: "integration", app }, options.webhook, app.events);
    return app;
  }

  /** `installation.created`. `by` owns the account or acts for it. */
  install(
    app: GitHubApp,
    options: {
      readonly account: GitHubUser;
      readonly by: GitHubUser;
      /** Default all that the account owns. */
      readonly repositories?: "all" | readonly GitHubRepository[];
      readonly permissions?: GitHubPermissions;
    },
  ): GitHubInstallation & Told {
    const { repositories = "all" } = options;
    const { installation, deliveries, delivered } = install(
      this.world,
      this.#app(app),
      this.who(options.account),
      this.who(options.by),
      repositories === "all" ? "all" : repositories.map((repo) => this.where(repo)),
      options.permissions,
    );
    return { id: installation.id, account: installation.account, deliveries, delivered };
  }

  uninstall({ id }: GitHubInstallation, by: GitHubUser): Told {
    return uninstall(this.world, this.#installation(id), this.who(by));
  }

  suspend({ id }: GitHubInstallation, by: GitHubUser, on = true): Told {
    return suspend(this.world, this.#installation(id), this.who(by), on);
  }

  /** `installation_repositories.added` or `.removed`. */
  changeRepositories(
    { id }: GitHubInstallation,
    by: GitHubUser,
    action: "added" | "removed",
    repos: readonly GitHubRepository[],
  ): Told {
    const own = repos.map((repo) => this.where(repo));
    return changeRepositories(this.world, this.#installation(id), this.who(by), action, own);
  }

  /** A personal access token. */
  token(user: GitHubUser, value = `ghp_${user.login}${this.hub.ids.next("token")}`): string {
    this.hub.tokens.set(value, { kind: "personal", value, user: this.who(user), revoked: false });
    return value;
  }

  /** 401 from now on. */
  revoke(token: string): void {
    const known = this.hub.tokens.get(token);
    if (!known) throw new Error("no such token");
    known.revoked = true;
  }

  /** A webhook of a repository or of a whole organization, beside that of an App. */
  hook(of: GitHubRepository | GitHubUser, webhook: GitHubWebhook): { readonly id: number } {
    const target =
      "owner" in of
        ? ({ kind: "repository", repo: this.where(of) } as const)
        : ({ kind: "organization", account: this.who(of) } as const);
    return this.#hook(target, webhook, ["*"]);
  }

  /** Every webhook, the App's included. */
  get hooks(): readonly Hook[] {
    return this.world.hooks.all;
  }

  /** Another address, another secret, off or on again. */
  setHook(id: number, change: Partial<Pick<Hook, "url" | "secret" | "active">>): void {
    Object.assign(this.world.hooks.find(id), change);
  }

  /** `ping`, as after a webhook was made. */
  ping(hookId: number, by: GitHubUser): Told {
    return ping(this.world, this.world.hooks.find(hookId), this.who(by));
  }

  /** The next deliveries never leave GitHub: they stand in the log as failed. */
  loseDeliveries(times = 1): void {
    this.world.hooks.lose(times);
  }

  /** Somebody presses "Redeliver": the same GUID. */
  redeliver(deliveryId: number): Told {
    return this.world.hooks.again(deliveryId);
  }

  /** The same bytes under another GUID, as an attacker could replay them. */
  replay(deliveryId: number, guid: string = crypto.randomUUID()): Told {
    return this.world.hooks.again(deliveryId, guid);
  }

  /** An event that this server does not make itself, to whoever listens. */
  event(
    name: string,
    options: {
      readonly sender: GitHubUser;
      readonly repo?: GitHubRepository;
      readonly action?: string;
      readonly body?: Json;
    },
  ): Told {
    const { sender, repo, action, body } = options;
    return this.world.hooks.announce({
      event: name,
      action: action ?? null,
      sender: this.who(sender),
      repo: repo ? this.where(repo) : null,
      body: body ?? {},
    });
  }

  #hook(target: Hook["target"], webhook: GitHubWebhook, events: readonly string[]): Hook {
    return this.world.hooks.add({
      target,
      url: webhook.url,
      secret: webhook.secret ?? null,
      events: webhook.events ?? events,
      contentType: webhook.contentType ?? "json",
      active: true,
    });
  }

  #app({ id }: GitHubApp): App {
    const app = this.hub.apps.find((one) => one.id === id);
    if (!app) throw new Error(`no App ${id}`);
    return app;
  }

  #installation(id: number): Installation {
    const installation = this.hub.installations.get(id);
    if (!installation || installation.deleted) throw new Error(`no installation ${id}`);
    return installation;
  }
}
