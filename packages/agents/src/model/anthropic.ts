import type Anthropic from "@anthropic-ai/sdk";
import { BaseAnthropic } from "@anthropic-ai/sdk/client";
import { APIError } from "@anthropic-ai/sdk/error";
import { Messages } from "@anthropic-ai/sdk/resources/messages/messages";
import type { Attached, Turn, Usage } from "../runs/protocol.ts";
import type { ModelFault } from "../runs/rules.ts";
import type { Timings } from "../timings.ts";
import { Blocks, callsOf, exchanged, type Round, type SaidBlock, type ToolCall } from "./blocks.ts";
import { ModelFailure } from "./failure.ts";
import { Watch } from "./watch.ts";

/** What one call to the model needs. */
export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  /** Not empty, no blank text; the last turn is the person's. */
  readonly turns: readonly Turn[];
  /** What stands around the last turn: data, shown right before it. */
  readonly context?: string | undefined;
  /** Files that come with the last turn. */
  readonly attached?: readonly Attached[] | undefined;
  readonly maxTokens: number;
  /** JSON schema of the answer; absent: text. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** Tools that it may call. */
  readonly tools?: readonly ToolOffer[] | undefined;
  /** The provider's own web tools: searching, and reading what was found. */
  readonly web?: boolean | undefined;
  /** True: it may not call any of them now, and answers. */
  readonly toolsClosed?: boolean | undefined;
  /** What has been said and done since the last turn. */
  readonly rounds?: readonly Round[] | undefined;
}

export interface ToolOffer {
  readonly name: string;
  readonly about: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ModelAnswer {
  readonly text: string;
  /** `pause`: the provider's own tools take long; asked again with what was said, it goes on. */
  readonly stop: "end" | "length" | "refusal" | "tools" | "pause";
  readonly usage: Usage;
  /** Everything that was said, to be sent back as a {@link Round}. */
  readonly said: readonly SaidBlock[];
  readonly calls: readonly ToolCall[];
}

/** The one way to a model. One attempt a call: whoever calls decides about another, durably. */
export interface ModelPort {
  /** @throws ModelFailure */
  ask(
    request: ModelRequest,
    onText: (delta: string) => void,
    signal?: AbortSignal,
  ): Promise<ModelAnswer>;
}

export interface ModelSettings {
  readonly ANTHROPIC_API_KEY?: string | null;
  readonly ANTHROPIC_BASE_URL?: string | null;
}

/** Claude over its Messages API, streamed, with prompt caching. */
export function anthropic(settings: ModelSettings, timings: Timings): ModelPort {
  const client = new BaseAnthropic({
    apiKey: settings.ANTHROPIC_API_KEY ?? "",
    ...(settings.ANTHROPIC_BASE_URL ? { baseURL: settings.ANTHROPIC_BASE_URL } : {}),
    maxRetries: 0,
    timeout: timings.modelFirstByteMs,
    logLevel: "off",
  });
  const messages = new Messages(client);
  return {
    async ask(request, onText, signal) {
      const watch = new Watch(timings, signal);
      try {
        return await stream(messages, request, onText, watch);
      } catch (error) {
        if (error instanceof ModelFailure) throw error;
        throw watch.failure() ?? failureOf(error);
      } finally {
        watch.stop();
      }
    },
  };
}

async function stream(
  messages: Messages,
  request: ModelRequest,
  onText: (delta: string) => void,
  watch: Watch,
): Promise<ModelAnswer> {
  const body = requestBody(request);
  const events = await messages.create(body, { signal: watch.signal });
  const blocks = new Blocks();
  let text = "";
  let stop: string | null = null;
  let ended = false;
  const usage = { model: request.model, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  for await (const event of events) {
    watch.alive();
    if (event.type === "message_start") {
      const { usage: paid, model } = event.message;
      usage.model = model;
      usage.input = paid.input_tokens;
      usage.cacheRead = paid.cache_read_input_tokens ?? 0;
      usage.cacheWrite = paid.cache_creation_input_tokens ?? 0;
    } else if (event.type === "content_block_start") {
      blocks.start(event);
    } else if (event.type === "content_block_delta") {
      const words = blocks.delta(event);
      text += words;
      if (words !== "") onText(words);
    } else if (event.type === "message_delta") {
      stop = event.delta.stop_reason;
      usage.output = event.usage.output_tokens;
    } else if (event.type === "message_stop") {
      ended = true;
    }
  }
  // A connection that closes early ends the iteration without an error.
  if (!ended) throw new ModelFailure({ kind: "cut" }, "the stream ended early");
  const said = blocks.said();
  const answer = { text, usage, said, calls: callsOf(said) };
  if (stop === "refusal") return { ...answer, stop: "refusal" };
  if (stop === "pause_turn") return { ...answer, stop: "pause" };
  if (stop === "tool_use") {
    // Where no tools are offered the same request would be answered so again.
    if (request.tools?.length) return { ...answer, stop: "tools" };
    throw new ModelFailure({ kind: "invalid" }, "an unasked tool call");
  }
  if (text.trim() === "") throw new ModelFailure({ kind: "cut" }, "an empty answer");
  const long = stop === "max_tokens" || stop === "model_context_window_exceeded";
  return { ...answer, stop: long ? "length" : "end" };
}

function requestBody(request: ModelRequest): Anthropic.MessageCreateParamsStreaming {
  const cache = { cache_control: { type: "ephemeral" as const } };
  const last = request.turns.length - 1;
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    stream: true,
    system: [{ type: "text", text: request.system, ...cache }],
    ...offered(request),
    messages: [
      ...request.turns.flatMap(({ role, text }, at): Anthropic.MessageParam[] => {
        const files = at === last ? (request.attached ?? []).map(fileBlock) : [];
        // The turn before the last is the end of what the next request will repeat.
        const words = { type: "text" as const, text, ...(at === last - 1 ? cache : {}) };
        return [
          ...(at === last ? surroundings(request) : []),
          { role, content: [...files, words] },
        ];
      }),
      ...exchanged(request.rounds ?? []),
    ],
    ...(request.schema
      ? { output_config: { format: { type: "json_schema" as const, schema: request.schema } } }
      : {}),
  };
}

const WEB_TOOLS = [
  { type: "web_search_20260318", name: "web_search", max_uses: 5 },
  { type: "web_fetch_20260318", name: "web_fetch", max_uses: 5, citations: { enabled: true } },
] as const;

function offered({
  tools = [],
  web,
  toolsClosed,
}: ModelRequest): Pick<Anthropic.MessageCreateParams, "tools" | "tool_choice"> {
  const own = tools.map(({ name, about, schema }) => ({
    name,
    description: about,
    input_schema: { ...schema, type: "object" as const },
  }));
  const all = [...own, ...(web ? WEB_TOOLS : [])];
  if (all.length === 0) return {};
  return { tools: all, ...(toolsClosed ? { tool_choice: { type: "none" } } : {}) };
}

/** Our answer to it keeps it apart from the last turn, which is the person's alone. */
const READ = "I have read this. It tells me about the place; what I am asked follows.";

/** Before the last turn, so that the person has the last word. */
function surroundings({ context }: ModelRequest): Anthropic.MessageParam[] {
  if (context === undefined) return [];
  return [
    { role: "user", content: [{ type: "text", text: context }] },
    { role: "assistant", content: [{ type: "text", text: READ }] },
  ];
}

function fileBlock({ as, name, mime, data }: Attached): Anthropic.ContentBlockParam {
  switch (as) {
    case "image": {
      const media_type = imageType(mime);
      return { type: "image", source: { type: "base64", media_type, data } };
    }
    case "pdf": {
      const source = { type: "base64", media_type: "application/pdf", data } as const;
      return { type: "document", title: name, source };
    }
    case "text": {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      // An empty text is refused by the API.
      const text = new TextDecoder().decode(bytes) || "(an empty file)";
      const source = { type: "text", media_type: "text/plain", data: text } as const;
      return { type: "document", title: name, source };
    }
    default:
      return as satisfies never;
  }
}

function imageType(mime: string): "image/jpeg" | "image/png" | "image/gif" | "image/webp" {
  switch (mime) {
    case "image/png":
    case "image/gif":
    case "image/webp":
      return mime;
    default:
      return "image/jpeg";
  }
}

/** What went wrong, without the vendor's error: it would travel as a `cause`, with the request. */
function failureOf(error: unknown): ModelFailure {
  if (!(error instanceof APIError) || error.status === undefined) {
    return new ModelFailure({ kind: "cut" }, "no connection to the model");
  }
  return new ModelFailure(
    faultOf(error.status, error.headers),
    `the model answered ${error.status}`,
  );
}

function faultOf(status: number, headers: Headers | undefined): ModelFault {
  if (status === 401 || status === 403) return { kind: "credentials" };
  if (status === 404) return { kind: "settings" };
  if (status === 408 || status === 409) return { kind: "busy" };
  if (status === 429 || status >= 500) {
    const after = Number(headers?.get("retry-after"));
    return after > 0 ? { kind: "busy", retryAfterSeconds: after } : { kind: "busy" };
  }
  return { kind: "invalid" };
}
