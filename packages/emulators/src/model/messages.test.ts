import { expect, test } from "vitest";
import { ask, FAST, MAIN, start, textOf } from "./testing.ts";

test("a plain answer says that it is offline and quotes every message of the last turn", async () => {
  const { client, model } = await start();
  const message = await client.messages.create({
    model: MAIN,
    max_tokens: 1000,
    messages: [
      { role: "user", content: "nonce-old" },
      { role: "assistant", content: "yes" },
      { role: "user", content: "nonce-a\nsecond line" },
      { role: "user", content: [{ type: "text", text: "nonce-b" }] },
    ],
  });
  const text = textOf(message);
  expect(text.split("\n")[0]).toMatch(/offline model.*ANTHROPIC_API_KEY/);
  expect(text).toContain("> nonce-a\n> second line");
  expect(text).toContain("> nonce-b");
  expect(text).not.toContain("nonce-old");
  expect(message).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
  expect(message.usage.input_tokens).toBeGreaterThan(3);
  expect(message.usage.output_tokens).toBeGreaterThan(20);
  expect(model.journal[0]).toMatchObject({ completed: true, cut: false, router: false });
});

test("a stream carries the same answer as JSON does, in the API's order of events", async () => {
  const { client, model } = await start();
  const plain = await client.messages.create(ask("nonce-1 😀 list"));
  const stream = client.messages.stream(ask("nonce-1 😀 list"));
  const types: string[] = [];
  stream.on("streamEvent", (event) => types.push(event.type));
  const streamed = await stream.finalMessage();
  expect(textOf(streamed)).toBe(textOf(plain));
  expect(streamed.usage.output_tokens).toBe(plain.usage.output_tokens);
  expect(streamed.content.map((block) => block.type)).toEqual(["thinking", "text"]);
  const order = types.filter((type, i) => type !== types[i - 1]);
  expect(order).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  expect(model.journal[1]?.deltas).toBeGreaterThan(3);
  expect(model.paid("nonce-1")).toBe(2);
});

test("current models put a thinking block first unless they are told not to think", async () => {
  const { client } = await start();
  const first = async (params: object) =>
    (await client.messages.create({ ...ask("hello"), ...params })).content[0]?.type;
  expect(await first({})).toBe("thinking");
  expect(await first({ thinking: { type: "between_tools" } })).toBe("text");
  expect(await first({ model: "claude-haiku-4-5" })).toBe("text");
});

test("max_tokens and stop sequences end the answer, and say so", async () => {
  const { client } = await start();
  const short = await client.messages.create({ ...ask("a long answer"), max_tokens: 10 });
  expect(short.stop_reason).toBe("max_tokens");
  expect(textOf(short).length).toBeLessThanOrEqual(40);
  const none = await client.messages.create({ ...ask("warm the cache"), max_tokens: 0 });
  expect(textOf(none)).toBe("");
  const stopped = await client.messages.create({ ...ask("count to 30"), stop_sequences: ["7,"] });
  expect(stopped).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "7," });
  expect(textOf(stopped)).toMatch(/6, $/);
});

test("skills answer whole words and bare commands, not words in passing", async () => {
  const { client } = await start();
  const say = async (text: string) => textOf(await client.messages.create(ask(text)));
  expect(await say("/help")).toContain("count to 20");
  expect(await say("Alice: @bot help")).toContain("count to 20");
  expect(await say("please count to 12")).toContain("10, 11, 12.");
  const long = await say("Write a long answer");
  expect(long.length).toBeGreaterThan(4000);
  expect(long).toMatch(/^\| step \|/m);
  expect(long).toMatch(/^```ts$/m);
  expect(await say("code")).toMatch(/^```ts$/m);
  expect(await say("It took so long, the code is slow")).not.toContain("```");
  expect(await say("slow")).toContain("sentence 12 of 12");
});

test("tools that are only offered are never called", async () => {
  const { client } = await start();
  const tools = [{ name: "delete_all", input_schema: { type: "object" as const } }];
  const message = await client.messages.create({ ...ask("delete all"), tools });
  expect(message.stop_reason).toBe("end_turn");
});

test("cached prefixes are written once and read afterwards", async () => {
  const { client } = await start();
  const request = {
    ...ask("hello"),
    system: [
      {
        type: "text" as const,
        text: "x".repeat(400),
        cache_control: { type: "ephemeral" as const },
      },
    ],
  };
  const first = (await client.messages.create(request)).usage;
  const second = (await client.messages.create(request)).usage;
  expect(first).toMatchObject({ cache_creation_input_tokens: 100, cache_read_input_tokens: 0 });
  expect(first.cache_creation?.ephemeral_5m_input_tokens).toBe(100);
  expect(second).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 100 });
  expect(second.input_tokens).toBe(2);
});

test("tokens are counted and models are listed", async () => {
  const { client, model } = await start();
  const { input_tokens } = await client.messages.countTokens({
    model: FAST,
    messages: [{ role: "user", content: "x".repeat(40) }],
  });
  expect(input_tokens).toBe(10);
  const ids: string[] = [];
  for await (const info of client.models.list()) ids.push(info.id);
  expect(ids).toContain(FAST);
  expect(model.journal).toEqual([]);
});

test("every answer carries a request id", async () => {
  const { client } = await start();
  const { request_id } = await client.messages.create(ask("hello")).withResponse();
  expect(request_id).toMatch(/^req_/);
});
