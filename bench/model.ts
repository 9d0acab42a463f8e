import type { ServerResponse } from "node:http";

/** How an answer is streamed: in how many pieces, one each so many milliseconds. */
export interface Plan {
  readonly pieces: number;
  readonly everyMs: number;
}

interface Body {
  readonly messages: readonly {
    readonly content: string | readonly { readonly text?: string }[];
  }[];
  readonly output_config?: unknown;
}

/** The last turn of a request, and whether JSON of a schema is asked for (the router does). */
export function promptOf(body: string): { readonly prompt: string; readonly schema: boolean } {
  const { messages, output_config } = JSON.parse(body) as Body;
  const content = messages.at(-1)?.content ?? "";
  const prompt =
    typeof content === "string" ? content : content.map(({ text }) => text ?? "").join("\n");
  return { prompt, schema: output_config !== undefined };
}

/** Writes a stream of the Messages API. @param onLast - the last token has been written */
export function stream(
  response: ServerResponse,
  text: string,
  plan: Plan,
  onLast: () => void,
): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const pieces = cut(text, plan.pieces);
  if (plan.everyMs === 0) {
    response.write(HEAD + pieces.map(delta).join(""));
    onLast();
    response.end(TAIL);
    return;
  }
  response.write(HEAD);
  const timer = setInterval(() => {
    const piece = pieces.shift();
    if (piece !== undefined) response.write(delta(piece));
    if (pieces.length > 0) return;
    clearInterval(timer);
    onLast();
    response.end(TAIL);
  }, plan.everyMs);
  response.on("close", () => clearInterval(timer));
}

function cut(text: string, pieces: number): string[] {
  const size = Math.ceil(text.length / pieces);
  return Array.from({ length: pieces }, (_, i) => text.slice(i * size, (i + 1) * size)).filter(
    (piece) => piece !== "",
  );
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function delta(text: string): string {
  return event("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
}

const MESSAGE = {
  id: "msg_bench",
  type: "message",
  role: "assistant",
  model: "stub",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 20, output_tokens: 1 },
};
const HEAD =
  event("message_start", { message: MESSAGE }) +
  event("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
const TAIL =
  event("content_block_stop", { index: 0 }) +
  event("message_delta", {
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 120 },
  }) +
  event("message_stop", {});
