import type { Answer, AnswerBlock } from "./answer.ts";
import { type Tokens, tokensIn } from "./usage.ts";
import { citation, webResult } from "./web.ts";

/** What a message and its stream are made of. */
export interface Sent {
  /** Number of the request: ids are made of it, so a run can be repeated. */
  readonly n: number;
  readonly model: string;
  readonly answer: Answer;
  readonly tokens: Tokens;
}

/** Tokens of an answer; never 0, as the API counts even an empty one (SDK, `Message.usage`). */
export function outputTokens(answer: Answer): number {
  return Math.max(
    1,
    answer.blocks.reduce((sum, block) => sum + tokensIn(textOf(block)), 0),
  );
}

/** The text of a block as it streams. */
export function textOf(block: AnswerBlock): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "tool_use":
    case "server_tool_use":
      return JSON.stringify(block.input);
    case "thinking":
    case "web_search_tool_result":
    case "web_fetch_tool_result":
      return "";
  }
}

/** The fixed-looking, made-up signature of a thinking block. */
export const SIGNATURE = "b2ZmbGluZS1tb2RlbC1zaWduYXR1cmU=";

/** A block of `Message.content`; `empty` as `content_block_start` has it. */
export function contentBlock(block: AnswerBlock, id: string, empty: boolean): object {
  switch (block.type) {
    case "thinking":
      return { type: "thinking", thinking: "", signature: empty ? "" : SIGNATURE };
    case "text":
      return {
        type: "text",
        text: empty ? "" : block.text,
        citations: empty ? null : (block.cites?.map((page) => citation(page)) ?? null),
      };
    case "tool_use":
      return {
        type: "tool_use",
        id,
        caller: { type: "direct" },
        name: block.name,
        input: empty ? {} : block.input,
      };
    case "server_tool_use":
      return {
        type: "server_tool_use",
        id,
        caller: { type: "direct" },
        name: block.name,
        input: empty ? {} : block.input,
      };
    case "web_search_tool_result":
    case "web_fetch_tool_result":
      return webResult(block, id);
  }
}

/** The ids of the blocks of an answer; a result of the API's own tool has that of its call. */
export function blockIds({ blocks }: Answer, n: number): string[] {
  const ids: string[] = [];
  blocks.forEach(({ type }, at) => {
    const before = ids[at - 1];
    if (type.startsWith("web_") && before !== undefined) ids.push(before);
    else ids.push(idOf(type === "server_tool_use" ? "srvtoolu" : "toolu", n, at));
  });
  return ids;
}

/** Ids look like the API's and are counted, not random. */
export function idOf(prefix: "msg" | "toolu" | "srvtoolu" | "req", n: number, part = 0): string {
  return `${prefix}_offline${String(n).padStart(8, "0")}${part > 0 ? `_${part}` : ""}`;
}

/** How the message ended: part of `Message` and of `message_delta`. */
export function ending(answer: Answer): object {
  const details = { type: "refusal", category: null, explanation: null };
  return {
    stop_reason: answer.stopReason,
    stop_sequence: answer.stopSequence,
    stop_details: answer.stopReason === "refusal" ? details : null,
    container: null,
  };
}

/** `MessageDeltaUsage` in the SDK. */
export function deltaUsage(tokens: Tokens): object {
  return {
    input_tokens: tokens.input,
    cache_creation_input_tokens: tokens.cacheWritten5m + tokens.cacheWritten1h,
    cache_read_input_tokens: tokens.cacheRead,
    output_tokens: tokens.output,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: null,
  };
}

/** `Message` in the SDK: whole, or `opening` as `message_start` has it. */
export function messageJson(sent: Sent, opening: boolean): object {
  const { n, model, answer, tokens } = sent;
  const ended = ending(answer);
  const ids = blockIds(answer, n);
  const open = { stop_reason: null, stop_sequence: null, stop_details: null, container: null };
  return {
    id: idOf("msg", n),
    type: "message",
    role: "assistant",
    model,
    content: opening
      ? []
      : answer.blocks.map((block, i) => contentBlock(block, ids[i] ?? "", false)),
    ...(opening ? open : ended),
    diagnostics: null,
    usage: {
      ...deltaUsage(opening ? { ...tokens, output: 1 } : tokens),
      cache_creation: {
        ephemeral_5m_input_tokens: tokens.cacheWritten5m,
        ephemeral_1h_input_tokens: tokens.cacheWritten1h,
      },
      inference_geo: null,
      service_tier: "standard",
      speed: "standard",
    },
  };
}
