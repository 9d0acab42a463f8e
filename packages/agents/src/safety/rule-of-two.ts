import type { Effect } from "../tools/tool.ts";

/** What a turn has had in front of it so far. Never unset within a turn. */
export interface Seen {
  /** Text of somebody who may not steer. */
  readonly untrusted: boolean;
  /** Data that not everybody may read who can read the answer, or whom a tool can reach. */
  readonly private: boolean;
}

/** Whether a person has agreed to this very act, can be asked, or cannot. */
export type Approval = "given" | "possible" | "none";

export type Ruling = "allowed" | "needs approval" | "denied";

/**
 * By what was seen, in the order of {@link column}, what a tool needs. Somebody who can steer the model
 * by a text, data worth stealing and a way out: two of the three are work, all three are a leak.
 */
const ASKS: Readonly<Record<Effect, readonly [boolean, boolean, boolean, boolean]>> = {
  //              nothing  untrusted  private  both
  read: [false, false, false, false],
  write: [false, false, false, true],
  approve: [true, true, true, true],
};

function column(seen: Seen): 0 | 1 | 2 | 3 {
  if (seen.private) return seen.untrusted ? 3 : 2;
  return seen.untrusted ? 1 : 0;
}

/**
 * The Rule of Two. A tool that fetches an address the model has chosen is no `read`: the address can
 * carry data out, so its effect is `write`.
 */
export function ruleOfTwo(seen: Seen, effect: Effect, approval: Approval): Ruling {
  if (!ASKS[effect][column(seen)] || approval === "given") return "allowed";
  return approval === "possible" ? "needs approval" : "denied";
}
