import type { GitHubAssociation, GitHubRole } from "../types.ts";
import type { Account } from "./account.ts";
import type { Discussion } from "./discussion.ts";
import type { Label, Thread } from "./thread.ts";

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "neutral" | null;
  readonly startedAt: number;
}

export interface Repo {
  readonly id: number;
  readonly nodeId: string;
  owner: Account;
  name: string;
  readonly private: boolean;
  archived: boolean;
  hasIssues: boolean;
  hasDiscussions: boolean;
  readonly defaultBranch: string;
  readonly roles: Map<number, GitHubRole>;
  /** What people are shown as, where that is not what their role suggests. */
  readonly associations: Map<number, GitHubAssociation>;
  readonly threads: Map<number, Thread>;
  /** Where a transferred issue has gone, by its number here. */
  readonly gone: Map<number, Thread>;
  readonly discussions: Map<number, Discussion>;
  readonly labels: Map<string, Label>;
  readonly files: Map<string, string>;
  readonly checks: CheckRun[];
  /** Issues, pull requests and discussions count together. */
  lastNumber: number;
  readonly createdAt: number;
  updatedAt: number;
}

export function fullName(repo: Pick<Repo, "owner" | "name">): string {
  return `${repo.owner.login}/${repo.name}`;
}

const ORDER: readonly GitHubRole[] = ["read", "triage", "write", "maintain", "admin"];

/** Null: nothing at all. Everybody reads what is public (platforms.md 2.2). */
export function roleIn(repo: Repo, user: Account): GitHubRole | null {
  if (repo.owner === user || repo.owner.owners.has(user)) return "admin";
  return repo.roles.get(user.id) ?? (repo.private ? null : "read");
}

export function hasRole(repo: Repo, user: Account, least: GitHubRole): boolean {
  const role = roleIn(repo, user);
  return role !== null && ORDER.indexOf(role) >= ORDER.indexOf(least);
}

export function associationIn(repo: Repo, user: Account): GitHubAssociation {
  const told = repo.associations.get(user.id);
  if (told) return told;
  if (repo.owner === user) return "OWNER";
  if (repo.owner.owners.has(user)) return "MEMBER";
  if (!repo.roles.has(user.id)) return "NONE";
  return repo.owner.type === "Organization" ? "MEMBER" : "COLLABORATOR";
}
