import type { Classification } from "@trunkline/prompts";

/**
 * Whole messages whose kind is beyond doubt. Each pattern is anchored at both ends: an unanchored one
 * is how "good afternoon" was once taken for a refusal (it contains "no").
 */
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|guten (?:morgen|tag|abend)|hola|bonjour|salut|ciao|ol[aá])(?: there| all| everyone)?$/;
const THANKS =
  /^(?:thanks|thank you|thx|ty|thanks a lot|thank you (?:so|very) much|danke|vielen dank|merci|gracias|grazie|obrigad[oa])$/;
const APPROVAL = /^(?:yes|y|ok|okay|approve|approved|no|n|reject|rejected|cancel)$/;

/** @returns null when the pattern tier has nothing to say. */
export function matchPattern(text: string, approvalOpen: boolean): Classification | null {
  const words = text
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const base = { category: "general", complexity: "low", requiresHumanApproval: false } as const;
  if (GREETING.test(words)) return { ...base, type: "simple", reasoning: "a greeting" };
  if (THANKS.test(words)) return { ...base, type: "simple", reasoning: "thanks" };
  if (approvalOpen && APPROVAL.test(words)) {
    return { ...base, type: "tool_confirmation", reasoning: "an answer to an open approval" };
  }
  return null;
}
