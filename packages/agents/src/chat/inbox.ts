import type { BatchState } from "./schema.ts";

/** What is known of a delivery's key or of its message. */
export interface Known {
  /** null: the message is pending. */
  readonly batch: BatchState | null;
  readonly handled: boolean;
}

export type Admission = "insert" | "duplicate" | "revive" | "replace" | "late-edit";

/**
 * What a delivery means. A key carries the state of its message: unknown ones are inserted, open and
 * answered ones are acknowledged and nothing else, dead ones are revived.
 *
 * @param byKey - the row with this delivery's key
 * @param byContent - the row of the message itself
 */
export function admit(
  kind: "message" | "edit" | "press",
  byKey: Known | null,
  byContent: Known | null,
): Admission {
  const known = byKey ?? (kind === "message" ? byContent : null);
  if (known) return known.batch === "dead" && !known.handled ? "revive" : "duplicate";
  if (kind !== "edit") return "insert";
  return byContent && byContent.batch === null && !byContent.handled ? "replace" : "late-edit";
}
