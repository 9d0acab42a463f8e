import { type Own, ownWords } from "./own.ts";
import { outputRules, PERSONALITY } from "./personality.ts";

/** System prompt of whoever puts the results of a plan together into one answer. */
export function aggregatorPrompt(platform: string, own?: Own): string {
  return `${PERSONALITY}

${outputRules(platform)}

The work that the person's last message asks for has been done in steps; the results stand before it as material. Put them together into one answer to that message: the outcome first, in one voice, nothing twice. Keep what is precise in them: names, numbers, lines, links. Where a result is missing or doubtful, say what is missing and what that means, in a sentence. Claim nothing that no result says. An act that waits for a decision has not happened: say what would happen, and that it waits for a decision. Do not speak of steps, workers or material.${ownWords(own)}`;
}
