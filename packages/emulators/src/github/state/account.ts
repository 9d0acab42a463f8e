import type { KeyObject } from "node:crypto";
import type { GitHubAccountType, GitHubPermissions } from "../types.ts";

/** A person, a bot or an organization as GitHub keeps it. */
export interface Account {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  readonly type: GitHubAccountType;
  /** The account was deleted: what it wrote stays, its name does not. */
  ghost: boolean;
  readonly createdAt: number;
  /** Of an organization: who owns it, and who belongs to it without being seen to. */
  readonly owners: Set<Account>;
}

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly clientId: string;
  readonly slug: string;
  readonly owner: Account;
  /** `slug[bot]`; its id is not the App's. */
  readonly bot: Account;
  readonly permissions: GitHubPermissions;
  /** Events that its webhook is subscribed to. */
  readonly events: readonly string[];
  readonly publicKey: () => KeyObject;
  readonly installations: Installation[];
  readonly createdAt: number;
}

export interface Installation {
  readonly id: number;
  readonly nodeId: string;
  readonly app: App;
  readonly account: Account;
  /** Ids, or all that the account owns. */
  repositories: "all" | Set<number>;
  readonly permissions: GitHubPermissions;
  suspended: { readonly at: number; readonly by: Account } | null;
  deleted: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

export type Token =
  | { readonly kind: "personal"; readonly value: string; readonly user: Account; revoked: boolean }
  | {
      readonly kind: "installation";
      readonly value: string;
      readonly installation: Installation;
      /** Narrowed to these repositories. */
      readonly repositories: ReadonlySet<number> | null;
      readonly permissions: GitHubPermissions;
      /** Epoch milliseconds: an hour after it was made. */
      readonly expiresAt: number;
      revoked: boolean;
    };

/** Who calls. */
export type Actor =
  | { readonly kind: "user"; readonly user: Account }
  | {
      readonly kind: "installation";
      readonly user: Account;
      readonly app: App;
      readonly installation: Installation;
      readonly token: Extract<Token, { kind: "installation" }>;
    }
  | { readonly kind: "app"; readonly app: App };

/** Who does something, and how. */
export interface By {
  readonly user: Account;
  readonly app: App | null;
  readonly via: "api" | "web";
}

export function onTheWeb(user: Account): By {
  return { user, app: null, via: "web" };
}
