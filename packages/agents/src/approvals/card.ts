import { type Actor, each } from "../tools/tool.ts";
import type { Card } from "./protocol.ts";
import type { ApprovalRow, Claim } from "./rows.ts";

/** What was decided elsewhere, in order: nobody's word pushes another's aside. */
export function claimsOf({ claim }: Pick<ApprovalRow, "claim">): Claim[] {
  const claims: unknown = JSON.parse(claim ?? "[]");
  // One alone is a row of an older deployment.
  return (Array.isArray(claims) ? claims : [claims]) as Claim[];
}

/** As people are shown it. */
export function cardOf(row: ApprovalRow): Card {
  const [actor, ...others] = each(JSON.parse(row.actor) as Actor);
  const besides = others.map(({ userId, userName }) => ({ userId, name: userName }));
  const decider = row.decided_by === null ? null : (JSON.parse(row.decided_by) as Actor);
  // Later it is the one that counted.
  const [claim] = row.state === "pending" ? claimsOf(row) : [];
  const { id, code, state, title, target, preview } = row;
  return {
    v: 1,
    ...{ id, code, state, title, target, preview },
    requestedBy: { userId: actor.userId, name: actor.userName },
    ...(besides.length === 0 ? {} : { besides }),
    ...(decider ? { decidedBy: { userId: decider.userId, name: decider.userName } } : {}),
    expiresAt: row.expires_at,
    ...(row.replaces === null ? {} : { replaces: row.replaces }),
    ...(row.remind_at === null ? { remind: true } : {}),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(claim ? { claim: { key: claim.key, verdict: claim.verdict, by: claim.by } } : {}),
  };
}
