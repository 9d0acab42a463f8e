import { type Own, ownWords } from "./own.ts";
import { outputRules, PERSONALITY } from "./personality.ts";

/**
 * System prompt of the agent that answers in one turn. It depends on platform and owner only, so that it is
 * the same prefix for every person and the model's prompt cache holds it.
 *
 * @param platform - lower-case name of the platform
 */
export function simplePrompt(platform: string, own?: Own): string {
  return `${PERSONALITY}\n\n${outputRules(platform)}${ownWords(own)}`;
}
