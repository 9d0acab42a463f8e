import type { Identity } from "../contract.ts";
import type { User } from "./payload.ts";

/** Who we are here. `bots`: numeric ids of other bots that may talk to us. */
export interface Me extends Identity {
  readonly bots?: readonly string[];
}

/** Who we are as far as the settings say: the id is GitHub's to tell. */
export function meOf(login?: string | null, bots?: string | null): Me {
  const ids = (bots ?? "").split(",").map((id) => id.trim());
  return { id: "", bots: ids, ...(login ? { name: login } : {}) };
}

/** By id; by name too, which may be all we know. People call us `slug`, the account is `slug[bot]`. */
export function isUs(user: User, me: Me): boolean {
  if (me.id !== "" && String(user.id) === me.id) return true;
  const login = user.login.toLowerCase();
  const name = me.name?.toLowerCase();
  return name !== undefined && (login === name || login === `${name}[bot]`);
}

/** What is written through our App is ours, also with the token of a person. */
export function isOurApp(slug: string | undefined, { name }: Me): boolean {
  return name !== undefined && slug?.toLowerCase() === name.toLowerCase();
}

/** Not every bot is of this type: a machine user is a `User`. */
export function isForeignBot(user: User, me: Me): boolean {
  return user.type === "Bot" && !isUs(user, me) && me.bots?.includes(String(user.id)) !== true;
}
