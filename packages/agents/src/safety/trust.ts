import type { Trust } from "@trunkline/transport";

/** How far each label may steer; a larger number steers further. */
const RANK: Readonly<Record<Trust, number>> = { untrusted: 0, member: 1, owner: 2 };

/**
 * The label of something made of several parts: that of the least trusted one. At least one is needed,
 * so that nothing read can never mean trusted.
 *
 * @example lowest("owner", "untrusted") // "untrusted"
 */
export function lowest(first: Trust, ...others: readonly Trust[]): Trust {
  return others.reduce((low, label) => (RANK[label] < RANK[low] ? label : low), first);
}

/** Whether a label reaches as far as is needed. */
export function reaches(label: Trust, needed: Trust): boolean {
  return RANK[label] >= RANK[needed];
}

/** The label of what a person wrote, by what is known of the person. */
export function trustOf(author: { readonly owner: boolean; readonly mayAsk: boolean }): Trust {
  if (author.owner) return "owner";
  return author.mayAsk ? "member" : "untrusted";
}
