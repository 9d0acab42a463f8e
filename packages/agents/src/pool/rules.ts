import { type Classification, PLANNED_CATEGORIES } from "@trunkline/prompts";
import * as z from "zod/mini";
import type { StandingRequest } from "./standing.ts";

export const Route = z.enum(["simple", "orchestrator", "hitl", "researcher", "info"]);
export type Route = z.infer<typeof Route>;

/** The rule table: the first rule that holds decides. */
export function routeOf(c: Classification): Route {
  if (c.type === "tool_confirmation" || c.requiresHumanApproval) return "hitl";
  if (c.category === "info") return "info";
  if (c.category === "research" && c.complexity !== "low") return "researcher";
  if (c.complexity === "high") return "orchestrator";
  if (c.type === "simple" && c.complexity === "low") return "simple";
  if (PLANNED_CATEGORIES.includes(c.category)) return "orchestrator";
  return "simple";
}

/** What the router answers. */
export const Decision = z.object({
  v: z.literal(1),
  route: Route,
  /** Which tier decided. */
  tier: z.enum(["pattern", "model", "fallback"]),
  reason: z.string(),
  tookMs: z.number(),
  /** It answers an open approval; `unclear`: in words that a person would have to weigh. */
  confirms: z.optional(z.enum(["yes", "no", "unclear"])),
});
export type Decision = z.infer<typeof Decision>;

export const RouteRequest = z.object({
  v: z.literal(1),
  text: z.string(),
  markup: z.optional(z.enum(["markdown", "none"])),
  /** Id of the batch, for the log. */
  run: z.optional(z.string()),
  /** Full name of the conversation, and who asks: for their budgets. */
  conversation: z.optional(z.string()),
  from: z.optional(z.object({ platform: z.string(), userId: z.string() })),
  /** Approval words count only while an approval is open. */
  approvalOpen: z.boolean(),
});
export type RouteRequest = z.infer<typeof RouteRequest>;

/** What a conversation needs from the router. */
export interface RouterPort {
  route(request: RouteRequest): Promise<unknown>;
  /** What is left of somebody's budgets. @returns a `Standing` */
  standing(request: StandingRequest): Promise<unknown>;
  ping(): Promise<unknown>;
}
