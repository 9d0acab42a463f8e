import { z } from "zod";
import { blockSchema, cacheControl, textBlock } from "./blocks.ts";
import { firstIssue } from "./words.ts";

const clientTool = z.strictObject({
  type: z.literal("custom").nullish(),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal("object") }),
  cache_control: cacheControl,
  strict: z.boolean().optional(),
  allowed_callers: z.array(z.string()).optional(),
  defer_loading: z.boolean().optional(),
  eager_input_streaming: z.boolean().nullish(),
  input_examples: z.array(z.record(z.string(), z.unknown())).optional(),
});
// Dated server tools ("web_search_20260318") are taken as they are.
const serverTool = z.looseObject({
  type: z.string().regex(/_\d{8}$/),
  cache_control: cacheControl,
});

const parallel = { disable_parallel_tool_use: z.boolean().optional() };
const toolChoice = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("auto"), ...parallel }),
  z.strictObject({ type: z.literal("any"), ...parallel }),
  z.strictObject({ type: z.literal("tool"), name: z.string(), ...parallel }),
  z.strictObject({ type: z.literal("none") }),
]);

const display = { display: z.enum(["summarized", "omitted"]).nullish() };
const thinking = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("adaptive"), ...display }),
  z.strictObject({ type: z.literal("enabled"), budget_tokens: z.int().min(1024), ...display }),
  z.strictObject({ type: z.literal("between_tools") }),
  z.strictObject({ type: z.literal("disabled") }),
]);

/** `MessageCreateParamsBase` in the SDK 1.12.0: the body parameters. */
const fields = {
  model: z.string().min(1),
  max_tokens: z.int().min(0),
  messages: z.array(
    z.strictObject({
      role: z.enum(["user", "assistant", "system"]),
      content: z.union([z.string(), z.array(blockSchema)]),
    }),
  ),
  system: z.union([z.string(), z.array(textBlock)]).optional(),
  stream: z.boolean().optional(),
  tools: z.array(z.union([clientTool, serverTool])).optional(),
  tool_choice: toolChoice.optional(),
  thinking: thinking.optional(),
  output_config: z
    .strictObject({
      effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
      format: z
        .strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) })
        .nullish(),
    })
    .optional(),
  stop_sequences: z.array(z.string()).optional(),
  metadata: z.strictObject({ user_id: z.string().max(256).nullish() }).optional(),
  cache_control: cacheControl,
  container: z.unknown().optional(),
  diagnostics: z.unknown().optional(),
  inference_geo: z.string().nullish(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
  speed: z.enum(["standard", "fast"]).nullish(),
};

const messageRequest = z.strictObject(fields);
// Sampling parameters left the API with version 2026-10-21 (migration guide).
const sampling = {
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
};
const request2023 = z.strictObject({ ...fields, ...sampling });
// `MessageCountTokensParams` in the SDK.
const countRequest = messageRequest.omit({
  max_tokens: true,
  stream: true,
  stop_sequences: true,
  metadata: true,
  container: true,
  diagnostics: true,
  inference_geo: true,
  service_tier: true,
});

/** A request that the API would take, `POST /v1/messages`. */
export type MessageRequest = z.infer<typeof messageRequest>;
/** The same for `POST /v1/messages/count_tokens`. */
export type CountRequest = z.infer<typeof countRequest>;
export type Message = MessageRequest["messages"][number];

/** @throws a 400 for the first field that is wrong. */
export function parseMessageRequest(body: unknown, version: string): MessageRequest {
  return parse(version === "2023-06-01" ? request2023 : messageRequest, body);
}

/** @throws a 400 for the first field that is wrong. */
export function parseCountRequest(body: unknown): CountRequest {
  return parse(countRequest, body);
}

/** The messages of a body that may be wrong elsewhere, or null. */
export function readMessages(body: unknown): Message[] | null {
  return z.looseObject({ messages: fields.messages }).safeParse(body).data?.messages ?? null;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw firstIssue(parsed.error, body);
}
