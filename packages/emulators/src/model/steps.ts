import type { MessageRequest } from "./request.ts";
import { blocksOf, lastUserTexts } from "./turns.ts";

/** What a worker says before the words of a tool that has failed. */
export const NOT_WORKED = "This did not work; the tools say:";

/** A result of a step, as whoever puts an answer together is shown it: a block with a label. */
const RESULT =
  /<material-([\w-]+) [^>]*what="result: ([^"]*)"[^>]*author="([^"]*)">\n([\s\S]*?)\n<\/material-\1>/g;
const NO_RESULT = /^There is no result: ([\s\S]*?)\.?$/;
const MOST_SHOWN = 800;

/**
 * The results of the steps of a plan, each with its title, and which failed and why. Empty: there are none, or
 * they are what a further step rests on.
 */
export function stepsIn({ messages, tools = [] }: MessageRequest, offline: string): string[] {
  if (tools.length > 0 || /Your task:\n/.test(lastUserTexts(messages).join("\n"))) return [];
  const said = messages
    .filter(({ role }) => role === "user")
    .flatMap(blocksOf)
    .flatMap((block) => (block.type === "text" ? [block.text] : []))
    .join("\n");
  return [...said.matchAll(RESULT)].map(([, , title = "", worker = "", text = ""]) => {
    const why = NO_RESULT.exec(text)?.[1] ?? textAfter(text, NOT_WORKED);
    if (why !== null) return `- **${title}** (${worker}) failed: ${oneLine(why)}`;
    return `- **${title}** (${worker}): ${oneLine(text.replace(offline, ""))}`;
  });
}

function textAfter(text: string, words: string): string | null {
  const at = text.indexOf(words);
  return at < 0 ? null : text.slice(at + words.length);
}

function oneLine(text: string): string {
  const line = text
    .replace(/^[>\s]+/gm, " ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}
