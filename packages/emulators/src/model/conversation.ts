import { BLOCKS_BY_ROLE, type RequestBlock } from "./blocks.ts";
import type { ModelTraits } from "./models.ts";
import { invalid } from "./refusal.ts";
import type { Message } from "./request.ts";
import { blocksOf } from "./turns.ts";

/** The rules of the conversation itself. @throws a 400. */
export function checkMessages(messages: readonly Message[], model: ModelTraits): void {
  const [first] = messages;
  const last = messages.at(-1);
  if (!first || !last) throw invalid("messages: at least one message is required");
  // Source: SDK, `messages`.
  if (messages.length > 100_000) throw invalid("messages: at most 100000 messages are allowed");
  // The SDK 1.12.0 no longer states this rule and the API may have dropped it. It stays here because
  // a history trimmed in the middle of an exchange is a mistake either way.
  if (first.role === "assistant") {
    throw invalid('messages: first message must use the "user" role');
  }
  messages.forEach((message, at) => {
    checkMessage(message, at, messages[at - 1], messages[at + 1]);
  });
  // Source: API errors page, "Prefill not supported".
  // After `pause_turn` the answer is sent back as it is (web search tool page).
  const paused = blocksOf(last).some(({ type }) => type === "server_tool_use");
  if (last.role === "assistant" && !model.prefill && !paused) {
    throw invalid(
      "This model does not support assistant message prefill. The conversation must end with a user message.",
    );
  }
}

function checkMessage(message: Message, at: number, before?: Message, after?: Message): void {
  if (message.content.length === 0) {
    const final = message.role === "assistant" && !after;
    if (final) return;
    throw invalid(
      `messages.${at}: all messages must have non-empty content except for the optional final assistant message`,
    );
  }
  blocksOf(message).forEach((block, n) => {
    const where = `messages.${at}.content.${n}`;
    const allowed = BLOCKS_BY_ROLE[message.role] ?? [];
    if (!allowed.includes(block.type)) {
      throw invalid(
        `${where}: \`${block.type}\` blocks are not allowed in ${message.role} messages`,
      );
    }
    if (block.type === "text") checkText(block.text, "messages");
    if (block.type === "tool_result" && !toolIds(before).includes(block.tool_use_id)) {
      throw invalid(
        `${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.tool_use_id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
  });
  const answered = after ? blocksOf(after).flatMap(resultId) : [];
  const open = toolIds(message).filter((id) => !answered.includes(id));
  if (open.length > 0) {
    throw invalid(
      `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
  }
}

function toolIds(message: Message | undefined): string[] {
  if (!message) return [];
  return blocksOf(message).flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
}

function resultId(block: RequestBlock): string[] {
  return block.type === "tool_result" ? [block.tool_use_id] : [];
}

/** Words of both: anthropics/claude-code issues 49171 and 23369. @throws a 400. */
export function checkText(text: string, where: string): void {
  if (text === "") throw invalid(`${where}: text content blocks must be non-empty`);
  if (text.trim() === "") {
    throw invalid(`${where}: text content blocks must contain non-whitespace text`);
  }
}
