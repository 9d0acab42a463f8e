import type { RequestBlock } from "./blocks.ts";
import type { Message } from "./request.ts";

/** The content of a message as blocks; a string is short for one text block (SDK, `messages`). */
export function blocksOf(message: Message): readonly RequestBlock[] {
  if (typeof message.content !== "string") return message.content;
  return [{ type: "text", text: message.content }];
}

/**
 * The texts of the last user turn, one per block. Consecutive user messages are one turn (SDK,
 * `messages`), so a batch sent as several messages is found whole.
 */
export function lastUserTexts(messages: readonly Message[]): string[] {
  const from = messages.findLastIndex((message) => message.role === "assistant") + 1;
  return messages
    .slice(from)
    .filter((message) => message.role === "user")
    .flatMap(blocksOf)
    .flatMap((block) => (block.type === "text" ? [block.text] : []));
}

/** Has one of the tools in the last user turn failed? */
export function lastFailed(messages: readonly Message[]): boolean {
  const last = messages.at(-1);
  return (last ? blocksOf(last) : []).some(
    (block) => block.type === "tool_result" && block.is_error === true,
  );
}

/** The results of tools in the last user turn. */
export function lastResults(messages: readonly Message[]): string[] {
  const last = messages.at(-1);
  return (last ? blocksOf(last) : []).flatMap((block) =>
    block.type === "tool_result" && typeof block.content === "string" ? [block.content] : [],
  );
}
