import { CLASSIFICATION_SCHEMA, type Classification, routerPrompt } from "@trunkline/prompts";
import type { ModelPort, ModelRequest } from "../model/anthropic.ts";
import type { Usage } from "../runs/protocol.ts";
import { withTimeout } from "../timeout.ts";
import { parseClassification } from "./router-answer.ts";
import { excerpt } from "./router-excerpt.ts";

/** The model sees this much of a message; a route does not depend on more. */
const MOST_CHARACTERS = 4_000;
/** The answer needs a tenth of it; the rest is for a model that thinks first. */
const MOST_TOKENS = 1_000;

/** What the second tier of the router needs. */
export interface ModelTier {
  readonly port: ModelPort;
  readonly model: string;
  readonly timeoutMs: number;
  /** Hears of the tokens as soon as they are paid, also when the answer is of no use. */
  paid?(usage: Usage): void;
}

/**
 * Asks a model for the classification.
 *
 * @throws ModelFailure, or Error when it is late or its answer cannot be read
 */
export async function classify(
  tier: ModelTier,
  text: string,
  approvalOpen: boolean,
): Promise<Classification> {
  const cut = new AbortController();
  const asked = tier.port.ask(
    classificationRequest(tier.model, text, approvalOpen),
    () => {},
    cut.signal,
  );
  try {
    const answer = await withTimeout(asked, tier.timeoutMs, "routing");
    tier.paid?.(answer.usage);
    if (answer.stop === "refusal") throw new Error("the model declined");
    return withoutFalseAnswers(parseClassification(answer.text), approvalOpen);
  } finally {
    cut.abort();
  }
}

/** One request: structured output, never a forced tool; models of today refuse those. */
export function classificationRequest(
  model: string,
  text: string,
  approvalOpen: boolean,
): ModelRequest {
  const { system, turn } = routerPrompt(excerpt(text, MOST_CHARACTERS), approvalOpen);
  return {
    model,
    system,
    turns: [{ role: "user", text: turn }],
    maxTokens: MOST_TOKENS,
    schema: CLASSIFICATION_SCHEMA,
  };
}

/** Nothing confirms an approval that is not open, whatever a message made the model believe. */
function withoutFalseAnswers(said: Classification, approvalOpen: boolean): Classification {
  if (approvalOpen || said.type !== "tool_confirmation") return said;
  return { ...said, type: said.complexity === "low" ? "simple" : "complex" };
}
