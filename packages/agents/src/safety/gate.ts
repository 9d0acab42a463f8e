import { type Fault, passes } from "@trunkline/transport";

/**
 * What to do with a message of somebody: ask the model, drop it, or find out later. Only the first may
 * cost a call to a model.
 */
export type Entry = "ask" | "refuse" | "retry";

/** What the platform says about the author: yes or no; that it could not be asked; that it has no such question. */
export type Permission = boolean | Fault | "not asked";

/**
 * The actor gate. Closed by default: the list is asked first, the platform second, and whoever cannot be
 * asked about is not let in. A fault that passes is no answer, so the message waits for one.
 *
 * @param listed - the author is on the list of the settings, or the list is open
 * @param permission - the live answer of the platform, "not asked" where it knows none
 */
export function gate(listed: boolean, permission: Permission): Entry {
  if (!listed) return "refuse";
  if (permission === true || permission === "not asked") return "ask";
  if (permission === false) return "refuse";
  return passes(permission) ? "retry" : "refuse";
}
