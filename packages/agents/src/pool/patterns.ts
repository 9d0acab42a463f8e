import type { Classification } from "@trunkline/prompts";
import { MANNERS } from "./patterns/families.ts";
import { type Found, familiesOf } from "./patterns/whole.ts";

/**
 * The first tier of the router: whole messages whose kind is beyond doubt. It reads all words of a
 * message or says nothing; a pattern that may match a part of one is how "good afternoon" was once
 * taken for a refusal (it contains "no").
 *
 * @param approvalOpen - words of approval count only while one is open
 * @returns null when the pattern tier has nothing to say
 * @example matchPattern("Thanks a lot, bye!", false)?.type // "simple"
 */
export function matchPattern(text: string, approvalOpen: boolean): Classification | null {
  const families = familiesOf(text, approvalOpen);
  if (!families) return null;
  const answers = families.some((family) => family === "approval" || family === "refusal");
  return {
    type: answers ? "tool_confirmation" : "simple",
    category: "general",
    complexity: "low",
    requiresHumanApproval: false,
    reasoning: families.map(reasoningOf).join(", "),
  };
}

/** Whether a whole message is a plain yes or no to the open approval. */
export function answerIn(text: string, approvalOpen: boolean): "yes" | "no" | null {
  const [family] = familiesOf(text, approvalOpen) ?? [];
  if (family === "approval") return "yes";
  return family === "refusal" ? "no" : null;
}

function reasoningOf(found: Found): string {
  if (found === "emoji") return "a mood";
  if (found === "sum") return "a sum";
  return MANNERS[found].reasoning;
}
