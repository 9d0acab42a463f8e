import { type Answer, type AnswerBlock, answerTo, finish, type StopReason, say } from "./answer.ts";
import type { ModelTraits } from "./models.ts";
import { type ErrorType, Refusal } from "./refusal.ts";
import type { MessageRequest } from "./request.ts";
import { structureOf } from "./router.ts";

/** What the model does instead of answering as usual. Plain data: a page may send it. */
export type Behaviour =
  /** Says this. */
  | { readonly kind: "text"; readonly text: string; readonly stop?: "max_tokens" | "refusal" }
  /** Says this many characters of Markdown. */
  | { readonly kind: "long"; readonly chars: number }
  /** Answers without any text. */
  | { readonly kind: "empty"; readonly stop?: "max_tokens" | "refusal" }
  /** Calls a tool. */
  | { readonly kind: "tool"; readonly name: string; readonly input: object; readonly text?: string }
  /** Calls several tools at once. */
  | {
      readonly kind: "tools";
      readonly calls: readonly { readonly name: string; readonly input: object }[];
      readonly text?: string;
    }
  /** Says exactly these blocks: several calls at once, or what the API's own tools have found. */
  | { readonly kind: "blocks"; readonly blocks: readonly AnswerBlock[]; readonly stop?: StopReason }
  /** Answers a structured request with what its schema does not take. */
  | { readonly kind: "nonsense"; readonly how: "prose" | "wrong-shape" | "truncated" }
  /** Refuses: 429 with `retryAfterSeconds`, 500, 529. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly message?: string;
    }
  /** Never sends a byte; the connection stays open until the caller gives up. */
  | { readonly kind: "silent" }
  /** Streams some deltas, then nothing; the connection stays open. */
  | { readonly kind: "stall"; readonly afterDeltas: number; readonly text?: string }
  /** Streams some deltas, then closes the connection. */
  | { readonly kind: "cut"; readonly afterDeltas: number; readonly text?: string }
  /** Streams some deltas, then ends the response properly, as a proxy may: no `message_stop`. */
  | { readonly kind: "end-early"; readonly afterDeltas: number; readonly text?: string }
  /** Streams some deltas, then an `error` event, then ends. */
  | {
      readonly kind: "error-event";
      readonly afterDeltas: number;
      readonly type?: ErrorType;
      readonly text?: string;
    }
  /** Streams some deltas, then an event that is not JSON, then goes on. */
  | { readonly kind: "garbage"; readonly afterDeltas: number; readonly text?: string }
  /** Streams for this long in so many deltas. */
  | {
      readonly kind: "lasting";
      readonly durationMs: number;
      readonly deltas: number;
      readonly text?: string;
    };

/** What breaks a delivery, and after how many deltas. */
export interface Breach {
  readonly how: "stall" | "cut" | "end-early" | "error-event" | "garbage";
  readonly afterDeltas: number;
  readonly errorType: ErrorType;
}

/** How one request is answered. */
export interface Plan {
  readonly answer: Answer;
  readonly breach: Breach | null;
  /** Never a byte. */
  readonly silent: boolean;
  /** Total duration and number of deltas, if scripted. */
  readonly lasting: { readonly durationMs: number; readonly deltas: number } | null;
}

/** The plan for a request. @throws the refusal of a `status` behaviour. */
export function planFor(
  request: MessageRequest,
  model: ModelTraits,
  behaviour: Behaviour | undefined,
): Plan {
  const plan: Plan = {
    answer: answerTo(request, model),
    breach: null,
    silent: false,
    lasting: null,
  };
  const saying = (text: string | undefined): Answer =>
    text === undefined ? plan.answer : say(text, request, model);
  if (!behaviour) return plan;
  switch (behaviour.kind) {
    case "text": {
      const { text, stop } = behaviour;
      const answer = say(text, request, model);
      return { ...plan, answer: stop ? { ...answer, stopReason: stop } : answer };
    }
    case "long": {
      const text = "Offline, and **long** on purpose. ".repeat(Math.ceil(behaviour.chars / 34));
      return {
        ...plan,
        answer: finish([{ type: "text", text: text.slice(0, behaviour.chars) }], "end_turn"),
      };
    }
    case "empty":
      return { ...plan, answer: finish([], behaviour.stop ?? "end_turn") };
    case "tool": {
      const { name, input, text } = behaviour;
      const before = text === undefined ? [] : say(text, request, model).blocks;
      return {
        ...plan,
        answer: finish([...before, { type: "tool_use", name, input }], "tool_use"),
      };
    }
    case "tools": {
      const before = behaviour.text === undefined ? [] : say(behaviour.text, request, model).blocks;
      const calls = behaviour.calls.map((call) => ({ type: "tool_use" as const, ...call }));
      return { ...plan, answer: finish([...before, ...calls], "tool_use") };
    }
    case "blocks": {
      const { blocks, stop } = behaviour;
      const calls = blocks.some(({ type }) => type === "tool_use");
      return { ...plan, answer: finish(blocks, stop ?? (calls ? "tool_use" : "end_turn")) };
    }
    case "nonsense":
      return { ...plan, answer: nonsense(behaviour.how, request, model) };
    case "status":
      throw refusalFor(behaviour);
    case "silent":
      return { ...plan, silent: true };
    case "lasting":
      return { ...plan, answer: saying(behaviour.text), lasting: behaviour };
    case "error-event":
      // Without a stream there is no event: the API answers with the status instead.
      if (!request.stream) throw refusalFor({ kind: "status", status: 529 });
      return { ...plan, answer: saying(behaviour.text), breach: breachOf(behaviour) };
    case "stall":
    case "cut":
    case "end-early":
    case "garbage":
      return { ...plan, answer: saying(behaviour.text), breach: breachOf(behaviour) };
    default:
      return behaviour satisfies never;
  }
}

function breachOf(behaviour: Extract<Behaviour, { kind: Breach["how"] }>): Breach {
  const type = behaviour.kind === "error-event" ? behaviour.type : undefined;
  const { kind: how, afterDeltas } = behaviour;
  return { how, afterDeltas, errorType: type ?? "overloaded_error" };
}

function nonsense(
  how: "prose" | "wrong-shape" | "truncated",
  request: MessageRequest,
  model: ModelTraits,
): Answer {
  const structure = structureOf(request);
  if (how === "prose") return say("I would say this is rather simple.", request, model);
  if (structure?.as === "tool") {
    const input = how === "truncated" ? {} : { kind: "unknown", level: 11 };
    return finish([{ type: "tool_use", name: structure.name, input }], "tool_use");
  }
  if (how === "wrong-shape") return say('{"kind":"unknown","level":11}', request, model);
  return { ...say('{"type":"simple","catego', request, model), stopReason: "max_tokens" };
}

/** Types by status: the API errors page. */
const TYPES: Readonly<Record<number, readonly [ErrorType, string]>> = {
  400: ["invalid_request_error", "Offline: this request was made to fail."],
  401: ["authentication_error", "invalid x-api-key"],
  402: ["billing_error", "Your credit balance is too low to access the Anthropic API."],
  403: ["permission_error", "Your API key does not have permission to use this resource."],
  404: ["not_found_error", "Not found"],
  413: ["request_too_large", "Request exceeds the maximum size"],
  429: ["rate_limit_error", "This request would exceed your organization's rate limit."],
  504: ["timeout_error", "Request timed out"],
  529: ["overloaded_error", "Overloaded"],
};

function refusalFor(behaviour: Extract<Behaviour, { kind: "status" }>): Refusal {
  const { status, retryAfterSeconds } = behaviour;
  const [type, words] = TYPES[status] ?? ["api_error", "Internal server error"];
  const headers =
    retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return new Refusal(status, type, behaviour.message ?? words, headers);
}
