import { Decision, type Route } from "../pool/rules.ts";
import type { Batch } from "./schema.ts";

/** The agent that holds a batch's run. A batch that has not been routed has none; asking any does no harm. */
export function routeOfBatch({ route }: Pick<Batch, "route">): Route {
  const decision = route === null ? null : Decision.safeParse(JSON.parse(route));
  return decision?.data?.route ?? "simple";
}
