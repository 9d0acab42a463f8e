import { isAllowed } from "../people.ts";

/** Who may decide here, by the settings of the app. */
export interface Policy {
  /** Lower-case name of the platform. */
  readonly platform: string;
  /** Who is answered; see `isAllowed`. */
  readonly people: string | null | undefined;
  /** Comma-separated ids, `platform:id` or plain; unset: everybody who is answered. */
  readonly approvers: string | null | undefined;
}

/**
 * Whether a person may decide. Where only the platform knows who may use the bot, it has been asked before.
 *
 * @param bot - it is no person: none of its words counts
 */
export function mayDecide(policy: Policy, userId: string, bot = false): boolean {
  if (bot || userId === "" || !isAllowed(policy.people, userId)) return false;
  const named = entries(policy.approvers);
  if (named.length === 0) return true;
  return named.some((name) => ["*", userId, `${policy.platform}:${userId}`].includes(name));
}

/** Whether only some people may decide. */
export function isListed({ approvers }: Pick<Policy, "approvers">): boolean {
  const named = entries(approvers);
  return named.length > 0 && !named.includes("*");
}

function entries(list: string | null | undefined): string[] {
  return (list ?? "").split(",").flatMap((entry) => entry.trim() || []);
}
