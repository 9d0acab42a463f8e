import type Anthropic from "@anthropic-ai/sdk";

/** A block of an answer as the model gave it, kept so that it can be sent back unchanged. */
export type SaidBlock = Readonly<Record<string, unknown>> & { readonly type: string };

/** One call of a tool, as the model asks for it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Parsed JSON; a string where it was none. */
  readonly input: unknown;
}

/** What came of a call. */
export interface ToolResult {
  readonly id: string;
  readonly text: string;
  readonly error: boolean;
}

/** What the model said and what came of its calls, since the person's last turn. */
export interface Round {
  readonly said: readonly SaidBlock[];
  readonly results: readonly ToolResult[];
}

/** Puts the blocks of a streamed answer together. */
export class Blocks {
  readonly #blocks = new Map<number, Record<string, unknown> & { type: string }>();
  readonly #json = new Map<number, string>();

  start(event: Anthropic.RawContentBlockStartEvent): void {
    this.#blocks.set(event.index, { ...event.content_block });
    if ("input" in event.content_block) this.#json.set(event.index, "");
  }

  /** @returns the words it adds */
  delta({ index, delta }: Anthropic.RawContentBlockDeltaEvent): string {
    const block = this.#blocks.get(index);
    if (!block) return "";
    switch (delta.type) {
      case "text_delta":
        block.text = String(block.text ?? "") + delta.text;
        return delta.text;
      case "input_json_delta":
        this.#json.set(index, (this.#json.get(index) ?? "") + delta.partial_json);
        return "";
      case "citations_delta":
        block.citations = [...listOf(block.citations), delta.citation];
        return "";
      case "thinking_delta":
        block.thinking = String(block.thinking ?? "") + delta.thinking;
        return "";
      case "signature_delta":
        block.signature = delta.signature;
        return "";
      default:
        return delta satisfies never;
    }
  }

  /** The whole answer; empty texts are left out, the API refuses them. */
  said(): SaidBlock[] {
    return [...this.#blocks].flatMap(([index, block]) => {
      if (block.type === "text" && String(block.text ?? "").trim() === "") return [];
      const json = this.#json.get(index);
      if (json === undefined || json === "") return [block];
      return [{ ...block, input: parsed(json) }];
    });
  }
}

/** The calls among the blocks of an answer. */
export function callsOf(said: readonly SaidBlock[]): ToolCall[] {
  return said.flatMap(({ type, id, name, input }) =>
    type === "tool_use" ? [{ id: String(id), name: String(name), input }] : [],
  );
}

/** The pages that an answer rests on, as the provider's search and fetch tools name them. */
export function sourcesOf(said: readonly SaidBlock[]): { url: string; title: string }[] {
  const pages = said.flatMap((block) => [...listOf(block.citations), ...readBy(block)]);
  const found = new Map<string, { url: string; title: string }>();
  for (const page of pages) {
    if (typeof page !== "object" || page === null || !("url" in page)) continue;
    const url = String(page.url);
    const title = "title" in page && page.title ? String(page.title) : url;
    if (!found.has(url)) found.set(url, { url, title });
  }
  return [...found.values()];
}

/** What was said and done since the last turn, as messages. */
export function exchanged(rounds: readonly Round[]): Anthropic.MessageParam[] {
  return rounds.flatMap(({ said, results }) => {
    // The blocks are the provider's own; an input that was no JSON is sent back as an empty one.
    const content = said.map(sendable) as unknown[] as Anthropic.ContentBlockParam[];
    const answers = results.map(({ id, text, error }) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: text || "(nothing)",
      ...(error ? { is_error: true } : {}),
    }));
    return [
      { role: "assistant" as const, content },
      ...(answers.length === 0 ? [] : [{ role: "user" as const, content: answers }]),
    ];
  });
}

function sendable(block: SaidBlock): SaidBlock {
  if (block.type === "tool_use") {
    const { id, name, input } = block;
    return { type: "tool_use", id, name, input: typeof input === "object" ? (input ?? {}) : {} };
  }
  return block;
}

/** A page that was read; what is cited of it has no address of its own. */
function readBy({ type, content }: SaidBlock): unknown[] {
  if (type !== "web_fetch_tool_result" || typeof content !== "object" || !content) return [];
  if (!("url" in content)) return [];
  const { url } = content;
  const document = "content" in content ? content.content : null;
  const titled = typeof document === "object" && document !== null && "title" in document;
  return [{ url, title: titled ? document.title : null }];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
