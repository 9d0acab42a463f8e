import { archive, giveRepo, renameRepo } from "../acts/repos.ts";
import { onTheWeb } from "../state/account.ts";
import { nodeId } from "../state/ids.ts";
import { fullName, type Repo } from "../state/repo.ts";
import type { GitHubAssociation, GitHubRole, GitHubUser } from "../types.ts";
import type { Told } from "../webhook/delivery.ts";
import { Base, type GitHubRepository } from "./base.ts";

export interface GitHubUserOptions {
  readonly login: string;
  readonly id?: number;
}

export interface GitHubRepositoryOptions {
  readonly owner: GitHubUser;
  readonly name: string;
  readonly id?: number;
  /** Default false. */
  readonly private?: boolean;
  /** Who may do what, besides the owner. */
  readonly people?: readonly (readonly [GitHubUser, GitHubRole])[];
  /** Default true. */
  readonly issues?: boolean;
  /** Default true. */
  readonly discussions?: boolean;
  /** Path to text. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Accounts and repositories. */
export abstract class People extends Base {
  user({ login, id }: GitHubUserOptions): GitHubUser {
    return this.hub.account(login, "User", id);
  }

  organization(options: GitHubUserOptions & { owners?: readonly GitHubUser[] }): GitHubUser {
    const account = this.hub.account(options.login, "Organization", options.id);
    for (const owner of options.owners ?? []) account.owners.add(this.who(owner));
    return account;
  }

  /** Somebody else's App: `dependabot[bot]`. */
  bot({ login, id }: GitHubUserOptions): GitHubUser {
    return this.hub.account(login, "Bot", id);
  }

  /** The account is deleted. What it wrote stays, with nobody as its author. */
  ghost(user: GitHubUser): void {
    this.who(user).ghost = true;
  }

  /** Another login, the same id. */
  renameUser(user: GitHubUser, login: string): void {
    this.who(user).login = login;
  }

  repository(options: GitHubRepositoryOptions): GitHubRepository {
    const { hub } = this;
    const owner = this.who(options.owner);
    const id = options.id ?? hub.ids.next("repository");
    const repo: Repo = {
      id,
      nodeId: nodeId("R", id),
      owner,
      name: options.name,
      private: options.private ?? false,
      archived: false,
      hasIssues: options.issues ?? true,
      hasDiscussions: options.discussions ?? true,
      defaultBranch: "main",
      roles: new Map(options.people?.map(([user, role]) => [user.id, role])),
      associations: new Map(),
      threads: new Map(),
      gone: new Map(),
      discussions: new Map(),
      labels: new Map(),
      files: new Map(Object.entries(options.files ?? {})),
      checks: [],
      lastNumber: 0,
      createdAt: hub.now(),
      updatedAt: hub.now(),
    };
    if (hub.findRepo(owner.login, repo.name) || hub.repos.has(id)) {
      throw new Error(`there is a repository ${fullName(repo)} or ${id} already`);
    }
    hub.repos.set(id, repo);
    return repo;
  }

  /**
   * What somebody may do from now on; null takes it away.
   *
   * @param association what the person is shown as. A private member of an organization is a
   *   CONTRIBUTOR or NONE to webhooks (platforms.md 2.2).
   */
  grant(
    repo: GitHubRepository,
    user: GitHubUser,
    role: GitHubRole | null,
    association?: GitHubAssociation,
  ): void {
    const { roles, associations } = this.where(repo);
    if (role === null) roles.delete(user.id);
    else roles.set(user.id, role);
    if (association) associations.set(user.id, association);
  }

  /** The old name answers 301 or 307 from now on. */
  renameRepository(repo: GitHubRepository, by: GitHubUser, name: string): Told {
    return renameRepo(this.world, this.where(repo), onTheWeb(this.who(by)), name);
  }

  /** To another owner, with the same redirects. */
  transferRepository(repo: GitHubRepository, by: GitHubUser, to: GitHubUser): Told {
    return giveRepo(this.world, this.where(repo), onTheWeb(this.who(by)), this.who(to));
  }

  /** Read-only: 403 for whatever writes. */
  archive(repo: GitHubRepository, by: GitHubUser, on = true): Told {
    return archive(this.world, this.where(repo), onTheWeb(this.who(by)), on);
  }

  /** 410 for issues from now on, or no longer. */
  enableIssues(repo: GitHubRepository, on: boolean): void {
    this.where(repo).hasIssues = on;
  }

  writeFile(repo: GitHubRepository, path: string, text: string): void {
    this.where(repo).files.set(path, text);
  }

  /** A check run on a commit, for example the head of a pull request. */
  check(
    repo: GitHubRepository,
    sha: string,
    name: string,
    conclusion: "success" | "failure" | "neutral" | null,
  ): void {
    const status = conclusion === null ? "in_progress" : "completed";
    const id = this.hub.ids.next("check");
    const startedAt = this.hub.now();
    this.where(repo).checks.push({ id, name, sha, status, conclusion, startedAt });
  }
}
