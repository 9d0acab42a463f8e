import { expect, test } from "vitest";
import { type Anthropic, ask, start } from "./testing.ts";

// The expected values have the SDK's types, so a field that the vendor adds fails to compile here,
// and one that the server forgets fails to be equal.
const usage: Anthropic.Usage = {
  input_tokens: 1,
  output_tokens: 1,
  output_tokens_details: { thinking_tokens: 0 },
  cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 0 },
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  inference_geo: null,
  server_tool_use: null,
  service_tier: "standard",
  speed: "standard",
};
const opening: Anthropic.Message = {
  id: expect.stringMatching(/^msg_/),
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5-5",
  container: null,
  content: [],
  diagnostics: null,
  stop_details: null,
  stop_reason: null,
  stop_sequence: null,
  usage,
};
const thinking: Anthropic.ThinkingBlock = {
  type: "thinking",
  thinking: "",
  signature: expect.any(String),
};
const text: Anthropic.TextBlock = { type: "text", text: "Hi", citations: null };
const call: Anthropic.ToolUseBlock = {
  type: "tool_use",
  id: expect.stringMatching(/^toolu_/),
  caller: { type: "direct" },
  name: "look",
  input: { at: 1 },
};
const usageAtEnd: Anthropic.MessageDeltaUsage = {
  input_tokens: 1,
  output_tokens: 3,
  output_tokens_details: { thinking_tokens: 0 },
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  server_tool_use: null,
};
const events: Anthropic.RawMessageStreamEvent[] = [
  { type: "message_start", message: opening },
  { type: "content_block_start", index: 0, content_block: { ...thinking, signature: "" } },
  {
    type: "content_block_delta",
    index: 0,
    delta: { type: "signature_delta", signature: expect.any(String) },
  },
  { type: "content_block_stop", index: 0 },
  { type: "content_block_start", index: 1, content_block: { ...text, text: "" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Hi" } },
  { type: "content_block_stop", index: 1 },
  { type: "content_block_start", index: 2, content_block: { ...call, input: {} } },
  {
    type: "content_block_delta",
    index: 2,
    delta: { type: "input_json_delta", partial_json: '{"at":1}' },
  },
  { type: "content_block_stop", index: 2 },
  {
    type: "message_delta",
    delta: { container: null, stop_details: null, stop_reason: "tool_use", stop_sequence: null },
    usage: usageAtEnd,
  },
  { type: "message_stop" },
];

test("messages and events have every field of the SDK's types", async () => {
  const { client, model } = await start();
  model.next({ kind: "tool", name: "look", input: { at: 1 }, text: "Hi" }, { times: 2 });
  const message = await client.messages.create(ask("hey"));
  expect(message).toEqual({
    ...opening,
    content: [thinking, text, call],
    stop_reason: "tool_use",
    usage: { ...usage, output_tokens: 3 },
  });
  const seen: Anthropic.RawMessageStreamEvent[] = [];
  for await (const event of await client.messages.create({ ...ask("hey"), stream: true })) {
    seen.push(event);
  }
  expect(seen).toEqual(events);
});
