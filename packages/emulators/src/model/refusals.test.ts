import { describe, expect, test } from "vitest";
import { Anthropic, ask, FAST, MAIN, post, start } from "./testing.ts";

const user = { role: "user", content: "hi" };
const mark = { type: "ephemeral" };
const tool = { name: "look", input_schema: { type: "object" } };
const use = { type: "tool_use", id: "toolu_1", name: "look", input: {} };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "seen" };
const body = (change: object): object => ({
  model: MAIN,
  max_tokens: 100,
  messages: [user],
  ...change,
});
const content = (...blocks: object[]): object =>
  body({ messages: [{ role: "user", content: blocks }] });
const format = (schema: object): object =>
  body({ output_config: { format: { type: "json_schema", schema } } });

const cases: readonly (readonly [string, unknown, string | RegExp])[] = [
  ["no JSON", "{", /^The request body is not valid JSON/],
  ["half a surrogate", content({ type: "text", text: "\ud83d" }), /no low surrogate/],
  ["no model", body({ model: undefined }), "model: Field required"],
  ["no max_tokens", body({ max_tokens: undefined }), "max_tokens: Field required"],
  ["no messages", body({ messages: undefined }), "messages: Field required"],
  ["empty messages", body({ messages: [] }), "messages: at least one message is required"],
  ["an unknown field", body({ xyz: 1 }), "xyz: Extra inputs are not permitted"],
  ["temperature", body({ temperature: 0 }), "temperature: Extra inputs are not permitted"],
  ["text for max_tokens", body({ max_tokens: "9" }), "max_tokens: Input should be a valid integer"],
  [
    "an unknown role",
    body({ messages: [{ role: "bot", content: "hi" }] }),
    "messages.0.role: Input should be 'user', 'assistant' or 'system'",
  ],
  [
    "an assistant first",
    body({ messages: [{ role: "assistant", content: "hi" }, user] }),
    'messages: first message must use the "user" role',
  ],
  [
    "an assistant last",
    body({ messages: [user, { role: "assistant", content: "I" }] }),
    /does not support assistant message prefill/,
  ],
  [
    "empty content",
    body({ messages: [{ role: "user", content: "" }] }),
    /^messages.0: all messages must have non-empty content/,
  ],
  [
    "an empty text",
    content({ type: "text", text: "" }),
    "messages: text content blocks must be non-empty",
  ],
  [
    "only white space",
    content({ type: "text", text: " \n" }),
    "messages: text content blocks must contain non-whitespace text",
  ],
  [
    "a text without text",
    content({ type: "text" }),
    "messages.0.content.0.text.text: Field required",
  ],
  ["an unknown block", content({ type: "poem" }), /^messages.0.content.0: Input tag 'poem'/],
  [
    "cache_control on thinking",
    content({ type: "thinking", thinking: "", signature: "", cache_control: mark }),
    "messages.0.content.0.thinking.cache_control: Extra inputs are not permitted",
  ],
  [
    "a document from the assistant",
    body({
      messages: [
        user,
        { role: "assistant", content: [{ type: "document", source: { type: "text" } }] },
        user,
      ],
    }),
    /^messages.1.content.0: `document` blocks are not allowed/,
  ],
  [
    "a tool without schema",
    body({ tools: [{ name: "look" }] }),
    "tools.0.custom.input_schema: Field required",
  ],
  [
    "a schema that is no object",
    body({ tools: [{ name: "look", input_schema: { type: "array" } }] }),
    "tools.0.custom.input_schema.type: Input should be 'object'",
  ],
  [
    "a bad tool name",
    body({ tools: [{ ...tool, name: "look at" }] }),
    "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
  ],
  ["tools of one name", body({ tools: [tool, tool] }), "tools: Tool names must be unique."],
  [
    "a choice without tools",
    body({ tool_choice: { type: "auto" } }),
    /only be specified while providing tools/,
  ],
  [
    "a choice of no tool",
    body({ tools: [tool], tool_choice: { type: "tool", name: "listen" } }),
    /Tool 'listen' not found in provided tools/,
  ],
  [
    "a forced tool on a model that refuses it",
    body({ tools: [tool], tool_choice: { type: "tool", name: "look" } }),
    'tool_choice: type "tool" and "any" are not supported for this model.',
  ],
  [
    "a forced tool while thinking",
    body({
      model: FAST,
      tools: [tool],
      tool_choice: { type: "any" },
      thinking: { type: "adaptive" },
    }),
    "Thinking may not be enabled when tool_choice forces tool use.",
  ],
  [
    "a result without use",
    content(result),
    /^messages.0.content.0: unexpected `tool_use_id` found/,
  ],
  [
    "a use without result",
    body({ messages: [user, { role: "assistant", content: [use] }, user] }),
    /^messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1\./,
  ],
  [
    "five cache marks",
    content(...Array.from({ length: 5 }, () => ({ type: "text", text: "a", cache_control: mark }))),
    "A maximum of 4 blocks with cache_control may be provided. Found 5.",
  ],
  [
    "a long cache mark behind a short one",
    content(
      { type: "text", text: "a", cache_control: mark },
      { type: "text", text: "b", cache_control: { ...mark, ttl: "1h" } },
    ),
    /ttl='1h' cache_control block must not come after/,
  ],
  [
    "too many tokens",
    body({ max_tokens: 200_000 }),
    "max_tokens: 200000 > 128000, which is the maximum allowed number of output tokens for claude-sonnet-5-5",
  ],
  [
    "an open schema",
    format({ type: "object", properties: {} }),
    /'additionalProperties' must be explicitly set to false/,
  ],
  [
    "a bounded number in a schema",
    format({
      type: "object",
      properties: { n: { type: "integer", minimum: 1 } },
      additionalProperties: false,
    }),
    /For 'integer' type, properties minimum are not supported/,
  ],
];

describe("a request is refused for", () => {
  test.for(cases)("%s", async ([, wrong, words]) => {
    const { model, origin } = await start();
    const { status, type, message, requestId } = await post(origin, wrong);
    expect({ status, type }).toEqual({ status: 400, type: "invalid_request_error" });
    if (typeof words === "string") expect(message).toBe(words);
    else expect(message).toMatch(words);
    expect(requestId).toMatch(/^req_/);
    expect(model.journal[0]).toMatchObject({ completed: false, cut: false, answer: null });
  });
});

test("what the cases above refuse is taken when it is right", async () => {
  const { origin } = await start();
  const right = body({
    tools: [tool],
    tool_choice: { type: "auto" },
    messages: [user, { role: "assistant", content: [use] }, { role: "user", content: [result] }],
  });
  expect((await post(origin, right)).status).toBe(200);
});

test("the SDK sees a wrong key, a wrong model and a wrong path as its own errors", async () => {
  const { client, origin } = await start({ apiKey: "sk-offline" });
  await client.messages.create(ask("hello"));
  const stranger = new Anthropic({ apiKey: "sk-else", baseURL: origin, maxRetries: 0 });
  await expect(stranger.messages.create(ask("hello"))).rejects.toMatchObject({
    constructor: Anthropic.AuthenticationError,
    status: 401,
    type: "authentication_error",
    apiMessage: "Invalid bearer token",
  });
  await expect(client.messages.create(ask("hello", "claude-sonet-5"))).rejects.toMatchObject({
    constructor: Anthropic.NotFoundError,
    apiMessage: "model: claude-sonet-5",
  });
  await expect(client.get("/v1/poems")).rejects.toMatchObject({ status: 404 });
});

test("key and version come in headers, x-api-key before Authorization", async () => {
  const { origin } = await start({ apiKey: "right" });
  const version = { "anthropic-version": "2023-06-01" };
  const answer = async (headers: Record<string, string>) =>
    (await post(origin, body({}), headers)).message;
  expect(await answer(version)).toBe("x-api-key header is required");
  expect(await answer({ ...version, "x-api-key": "wrong" })).toBe("invalid x-api-key");
  expect(await answer({ ...version, "x-api-key": "wrong", authorization: "Bearer right" })).toBe(
    "invalid x-api-key",
  );
  expect(await answer({ "x-api-key": "right" })).toBe("anthropic-version: header is required");
  expect(await answer({ ...version, "x-api-key": "right" })).toBe("");
});

test("the version of 2023 still takes a temperature", async () => {
  const { origin } = await start();
  const headers = { "x-api-key": "any", "anthropic-version": "2023-06-01" };
  expect((await post(origin, body({ temperature: 0.5 }), headers)).status).toBe(200);
});

test("a body of more than 32 MB is refused unread", async () => {
  const { origin } = await start();
  const huge = await post(origin, "x".repeat(32 * 1024 * 1024 + 1));
  expect(huge).toMatchObject({ status: 413, type: "request_too_large" });
});
