import type { Classification } from "@trunkline/prompts";
import { answerIn, matchPattern } from "./patterns.ts";
import { classify, type ModelTier } from "./router-model.ts";
import { type Decision, routeOf } from "./rules.ts";

export interface Decided extends Pick<Decision, "route" | "tier" | "reason" | "confirms"> {
  /** What the route follows from; null when no tier knew. */
  readonly classification: Classification | null;
}

/** Pattern tier, then model tier, then simple: a message always finds an agent. */
export async function decide(
  text: string,
  approvalOpen: boolean,
  tier: ModelTier,
): Promise<Decided> {
  const matched = matchPattern(text, approvalOpen);
  if (matched)
    return { ...decided("pattern", matched), ...confirmed(answerIn(text, approvalOpen)) };
  try {
    const classification = await classify(tier, text, approvalOpen);
    const answers = classification.type === "tool_confirmation";
    return { ...decided("model", classification), ...confirmed(answers ? "unclear" : null) };
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "unknown";
    const reason = `the classifier failed: ${why}`;
    return { route: "simple", tier: "fallback", reason, classification: null };
  }
}

function confirmed(confirms: "yes" | "no" | "unclear" | null): Pick<Decided, "confirms"> {
  return confirms === null ? {} : { confirms };
}

function decided(tier: "pattern" | "model", classification: Classification): Decided {
  const reason = classification.reasoning.slice(0, 300);
  return { route: routeOf(classification), tier, reason, classification };
}
