import {
  type GitHubApp,
  type GitHubInstallation,
  type GitHubOptions,
  type GitHubRepository,
  GitHubServer,
  type GitHubUser,
} from "@trunkline/emulators";
import { CANARIES } from "../canaries.ts";

export interface GitHubFarOptions extends GitHubOptions {
  /** How the bot gets in: as an App, or with the token of an account of its own. */
  readonly as?: "app" | "token";
}

/** GitHub with a repository in which the bot is known, and somebody who may ask it. */
export class GitHubFar {
  readonly server: GitHubServer;
  /** Owns the repository. */
  readonly owner: GitHubUser;
  readonly repo: GitHubRepository;
  /** The bot's account. */
  readonly bot: GitHubUser;
  readonly app: GitHubApp | null;
  readonly installation: GitHubInstallation | null;
  /** The account that its conversations belong to. */
  readonly account: string;
  readonly #as: "app" | "token";

  /** @param origin - where the app will listen */
  constructor(options: GitHubFarOptions, origin: string) {
    const { as = "app", ...rest } = options;
    this.#as = as;
    const server = new GitHubServer(rest);
    this.server = server;
    this.owner = server.user({ login: "olive" });
    this.repo = server.repository({ owner: this.owner, name: "shop" });
    const url = `${origin}/webhook`;
    const webhook = { url, secret: CANARIES.GITHUB_WEBHOOK_SECRET };
    if (as === "app") {
      this.app = server.app({ slug: "trunkline", owner: this.owner, webhook });
      this.installation = server.install(this.app, { account: this.owner, by: this.owner });
      this.bot = this.app.bot;
      this.account = `github:${this.installation.id}`;
      return;
    }
    this.app = null;
    this.installation = null;
    this.account = "github:token";
    this.bot = server.user({ login: "trunkline" });
    server.token(this.bot, CANARIES.GITHUB_TOKEN);
    server.grant(this.repo, this.bot, "write");
    server.hook(this.repo, webhook);
  }

  get wire() {
    return this.server.wire;
  }

  async listen(): Promise<Readonly<Record<string, string>>> {
    const GITHUB_API_URL = await this.server.listen();
    const { GITHUB_WEBHOOK_SECRET, GITHUB_TOKEN } = CANARIES;
    const shared = { GITHUB_API_URL, GITHUB_WEBHOOK_SECRET, GITHUB_BOT_LOGIN: "trunkline" };
    if (this.#as === "token") return { ...shared, GITHUB_TOKEN };
    const id = String(this.app?.id);
    return {
      ...shared,
      GITHUB_APP_ID: id,
      GITHUB_APP_PRIVATE_KEY: this.server.privateKey("pkcs1"),
    };
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
