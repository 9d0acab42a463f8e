export type GitHubAccountType = "User" | "Bot" | "Organization";

/** A person, a bot or an organization. `login` may change, `id` never does. */
export interface GitHubUser {
  readonly id: number;
  readonly nodeId: string;
  readonly login: string;
  readonly type: GitHubAccountType;
}

/** What somebody may do in a repository, most first. GH-oas `role_name`. */
export type GitHubRole = "admin" | "maintain" | "write" | "triage" | "read";

/** GH-oas author-association. Computed without a viewer: private members are not MEMBER. */
export type GitHubAssociation =
  | "OWNER"
  | "MEMBER"
  | "COLLABORATOR"
  | "CONTRIBUTOR"
  | "FIRST_TIME_CONTRIBUTOR"
  | "NONE";

/** Of an App or a token: `{ issues: "write", metadata: "read" }`. */
export type GitHubPermissions = Readonly<Record<string, "read" | "write">>;

export const GITHUB_REACTIONS = [
  "+1",
  "-1",
  "laugh",
  "confused",
  "heart",
  "hooray",
  "rocket",
  "eyes",
] as const;
export type GitHubReaction = (typeof GITHUB_REACTIONS)[number];

/** A text that was visible from `at` on, until the next version or the deletion. */
export interface GitHubVersion {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: GitHubUser;
  /** Written by a call, or by somebody on the page. */
  readonly via: "api" | "web";
}

/** One file of a pull request. `patch` starts with `@@`; absent for binary files. */
export interface GitHubFile {
  readonly path: string;
  readonly status?: "added" | "removed" | "modified";
  readonly patch?: string;
}

export type GitHubReviewState = "commented" | "approved" | "changes_requested";

/** Plain JSON as it goes over the wire. */
export type Json = Readonly<Record<string, unknown>>;
