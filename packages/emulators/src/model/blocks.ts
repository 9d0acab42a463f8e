import { z } from "zod";

/** `CacheControlEphemeral` in the SDK. */
export const cacheControl = z
  .strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() })
  .nullish();

const text = z.strictObject({
  type: z.literal("text"),
  text: z.string(),
  cache_control: cacheControl,
  citations: z.array(z.unknown()).nullish(),
});

const source = z.looseObject({ type: z.string() });

const toolUse = z.strictObject({
  type: z.literal("tool_use"),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string().min(1),
  input: z.record(z.string(), z.unknown()),
  cache_control: cacheControl,
  caller: z.unknown().optional(),
  toolset_name: z.string().nullish(),
});

const toolResult = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).optional(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl,
  toolset_name: z.string().nullish(),
});

const image = z.looseObject({ type: z.literal("image"), source, cache_control: cacheControl });
const document = z.looseObject({
  type: z.literal("document"),
  source,
  cache_control: cacheControl,
});
const searchResult = z.looseObject({
  type: z.literal("search_result"),
  cache_control: cacheControl,
});

// No cache_control on these two: the API answers "Extra inputs are not permitted".
const thinking = z.strictObject({
  type: z.literal("thinking"),
  thinking: z.string(),
  signature: z.string(),
});
const redacted = z.strictObject({ type: z.literal("redacted_thinking"), data: z.string() });

// What the API's own tools have said is sent back as it came.
const serverToolUse = z.looseObject({
  type: z.literal("server_tool_use"),
  id: z.string().regex(/^srvtoolu_/),
  name: z.string(),
  cache_control: cacheControl,
});
const searched = z.looseObject({
  type: z.literal("web_search_tool_result"),
  tool_use_id: z.string(),
  cache_control: cacheControl,
});
const fetched = z.looseObject({
  type: z.literal("web_fetch_tool_result"),
  tool_use_id: z.string(),
  cache_control: cacheControl,
});

export const blockSchema = z.discriminatedUnion("type", [
  text,
  toolUse,
  toolResult,
  image,
  document,
  searchResult,
  thinking,
  redacted,
  serverToolUse,
  searched,
  fetched,
]);

/** A content block of a request, as far as the offline model knows them. */
export type RequestBlock = z.infer<typeof blockSchema>;

export const textBlock = text;

/**
 * Blocks by the role that may send them. Source: `MessageParam` in the SDK; documents in assistant
 * messages are refused since API version 2026-10-21 (migration guide).
 */
export const BLOCKS_BY_ROLE: Readonly<Record<string, readonly RequestBlock["type"][]>> = {
  user: ["text", "tool_result", "image", "document", "search_result"],
  assistant: [
    ...(["text", "tool_use", "thinking", "redacted_thinking"] as const),
    ...(["server_tool_use", "web_search_tool_result", "web_fetch_tool_result"] as const),
  ],
  system: ["text"],
};
