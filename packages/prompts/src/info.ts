import { type Own, ownWords } from "./own.ts";
import { outputRules, PERSONALITY } from "./personality.ts";

const RULES = `You answer questions about the owner of this assistant or the owner's organisation. Look it up with your tools before you answer; what you were told below counts as well. Say where it is from. What you find nowhere you do not know: say so, and never guess names, prices, hours or addresses.`;

/** Where the answers come from. */
export interface Sources {
  /** Servers that are set up. */
  readonly known: readonly string[];
  /** Those of them that did not answer. */
  readonly away: readonly string[];
}

/**
 * System prompt of the agent that answers about the owner.
 *
 * @param platform - lower-case name of the platform
 */
export function infoPrompt(platform: string, { known, away }: Sources, own?: Own): string {
  const parts = [PERSONALITY, RULES, outputRules(platform)];
  if (known.length === 0) {
    parts.push("No source of information has been set up: there is only what stands here.");
  } else if (away.length > 0) {
    parts.push(
      `These sources cannot be reached right now: ${away.join(", ")}. Tell the person so where it matters.`,
    );
  }
  return parts.join("\n\n") + ownWords(own);
}
