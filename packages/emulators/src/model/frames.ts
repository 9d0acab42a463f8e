import type { AnswerBlock } from "./answer.ts";
import {
  blockIds,
  contentBlock,
  deltaUsage,
  ending,
  messageJson,
  type Sent,
  SIGNATURE,
  textOf,
} from "./message.ts";
import { citation } from "./web.ts";

/** One server-sent event, ready to be written. */
export interface Frame {
  readonly text: string;
  /** True for a delta with words of the answer: what scripts count. */
  readonly delta: boolean;
}

/** An event in the API's form (`event:` and `data:` lines). */
export function frame(type: string, data: object, delta = false): Frame {
  return { text: `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`, delta };
}

/** A whole stream, in the API's order (streaming page). `deltas`: how many, if it matters. */
export function framesOf(sent: Sent, deltas?: number): Frame[] {
  const { answer, n } = sent;
  const ids = blockIds(answer, n);
  const blocks = answer.blocks.flatMap((block, index) => [
    frame("content_block_start", {
      index,
      content_block: contentBlock(block, ids[index] ?? "", true),
    }),
    ...(index === 0 ? [frame("ping", {})] : []),
    ...deltasOf(block, deltas).map((delta) =>
      frame("content_block_delta", { index, delta }, SPOKEN.includes(block.type)),
    ),
    frame("content_block_stop", { index }),
  ]);
  return [
    frame("message_start", { message: messageJson(sent, true) }),
    ...blocks,
    frame("message_delta", { delta: ending(answer), usage: deltaUsage(sent.tokens) }),
    frame("message_stop", {}),
  ];
}

/** Blocks whose deltas are words of the answer. */
const SPOKEN: readonly AnswerBlock["type"][] = ["text", "tool_use"];

function deltasOf(block: AnswerBlock, count: number | undefined): object[] {
  const text = textOf(block);
  const pieces = count === undefined ? piecesOf(text) : split(text, count);
  switch (block.type) {
    case "thinking":
      return [{ type: "signature_delta", signature: SIGNATURE }];
    case "text":
      return [
        ...pieces.map((piece) => ({ type: "text_delta", text: piece })),
        ...(block.cites ?? []).map((page) => ({
          ...{ type: "citations_delta", citation: citation(page) },
        })),
      ];
    case "web_search_tool_result":
    case "web_fetch_tool_result":
      return [];
    case "tool_use":
    case "server_tool_use":
      return pieces.map((piece) => ({ type: "input_json_delta", partial_json: piece }));
  }
}

/** A few words each; at most some 400 pieces, so that a huge answer does not take minutes. */
function piecesOf(text: string): string[] {
  const length = Math.max(12, Math.ceil(text.length / 400));
  return split(text, Math.ceil(text.length / length));
}

/** Exactly `count` pieces, none inside a character; more pieces than characters end empty. */
function split(text: string, count: number): string[] {
  const letters = Array.from(text);
  return Array.from({ length: count }, (_, i) =>
    letters
      .slice(
        Math.floor((i * letters.length) / count),
        Math.floor(((i + 1) * letters.length) / count),
      )
      .join(""),
  );
}
