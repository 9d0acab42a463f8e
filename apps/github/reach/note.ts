import type { Fragment } from "@trunkline/transport";

/** A word of ours among what is gathered. */
export function note(text: string): Fragment {
  return { what: "note", text, author: "", at: Date.now(), trust: "owner" };
}
