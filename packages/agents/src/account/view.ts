import type { Identity } from "@trunkline/transport";
import type { Pace } from "./quota.ts";

/** A conversation with anything open, dead or undeliverable. */
export type DirectoryEntry = {
  conversation: string;
  open: number;
  dead: number;
  undeliverable: number;
  uncertain: number;
  at: number;
};

/** An account as an operator sees it. */
export interface AccountView {
  readonly name: string;
  /** Of the default account: the others of the same bot, for `?account=`. */
  readonly accounts: readonly string[];
  readonly identity: Identity | null;
  /** How the platform has refused our credentials; null: it has not, or takes them again. */
  readonly refused: { readonly kind: string; readonly why: string } | null;
  readonly blocked: readonly { readonly scope: string; readonly until: number }[];
  readonly pace: Pace;
  /** Events that wait to be looked up, and those that were given up. */
  readonly references: { readonly open: number; readonly dead: number };
  readonly conversations: readonly DirectoryEntry[];
}
