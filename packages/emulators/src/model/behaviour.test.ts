import { expect, test } from "vitest";
import type { Behaviour } from "./index.ts";
import { Anthropic, ask, start, textOf } from "./testing.ts";

const words = "one two three four five six seven eight nine ten eleven twelve thirteen";

/** Streams until it ends or fails; the text so far and the error, if any. */
async function read(
  client: Anthropic,
  text: string,
  onDelta: (text: string) => void = () => {},
): Promise<{ text: string; types: string[]; error: unknown; controller: AbortController }> {
  const stream = await client.messages.create({ ...ask(text), stream: true });
  const seen = { text: "", types: [] as string[], controller: stream.controller };
  try {
    for await (const event of stream) {
      seen.types.push(event.type);
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
        seen.text += event.delta.text;
        onDelta(event.delta.text);
      }
    }
    return { ...seen, error: null };
  } catch (error) {
    return { ...seen, error };
  }
}

test("scripted answers come first in, first out, and then the usual ones", async () => {
  const { client, model } = await start();
  model.next({ kind: "text", text: "first" }, { times: 2 });
  model.next({ kind: "text", text: "second", stop: "refusal" });
  model.next({ kind: "long", chars: 50_000 });
  model.next({ kind: "empty", stop: "max_tokens" });
  model.next({ kind: "tool", name: "look", input: { at: "sky" }, text: "I look." });
  const answers = [];
  for (let i = 0; i < 7; i++) {
    answers.push(await client.messages.stream(ask("hello")).finalMessage());
  }
  const texts = answers.map(textOf);
  expect(texts.slice(0, 3)).toEqual(["first", "first", "second"]);
  expect(answers[2]).toMatchObject({ stop_reason: "refusal", stop_details: { type: "refusal" } });
  expect(texts[3]).toHaveLength(50_000);
  expect(answers[4]).toMatchObject({ content: [], stop_reason: "max_tokens" });
  expect(answers[5]?.content.slice(-2)).toMatchObject([
    { type: "text", text: "I look." },
    { type: "tool_use", name: "look", input: { at: "sky" } },
  ]);
  expect(texts[6]).toContain("offline");
});

test("refusals by status, with the SDK's classes and retry-after", async () => {
  const { client, model } = await start();
  model.next({ kind: "status", status: 429, retryAfterSeconds: 7 });
  model.next({ kind: "status", status: 500 });
  model.next({ kind: "status", status: 529 });
  const errors: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    errors.push(await client.messages.create(ask("nonce-3")).catch((error: unknown) => error));
  }
  expect(errors[0]).toBeInstanceOf(Anthropic.RateLimitError);
  expect(errors).toMatchObject([
    { status: 429, type: "rate_limit_error" },
    { status: 500, type: "api_error" },
    { status: 529, type: "overloaded_error" },
  ]);
  const [first] = errors;
  expect(first instanceof Anthropic.APIError && first.headers?.get("retry-after")).toBe("7");
  expect(model.asked("nonce-3")).toBe(3);
  expect(model.paid("nonce-3")).toBe(0);
  expect(model.journal.map((entry) => entry.cut)).toEqual([false, false, false]);
});

test("an outage lasts until its time, and nobody counts the refusals", async () => {
  const { client, model } = await start();
  model.next({ kind: "status", status: 529 }, { until: Date.now() + 3_600_000 });
  for (let i = 0; i < 3; i++) {
    await expect(client.messages.create(ask("hi"))).rejects.toMatchObject({ status: 529 });
  }
  model.clear();
  model.next({ kind: "status", status: 529 }, { until: Date.now() - 1 });
  expect((await client.messages.create(ask("hi"))).stop_reason).toBe("end_turn");
});

test("a cut stream delivers its deltas, fails, and is not paid", async () => {
  const { client, model } = await start();
  model.next({ kind: "cut", afterDeltas: 2, text: words });
  const { text, error } = await read(client, "nonce-4");
  expect(error).toBeInstanceOf(Error);
  expect(words.startsWith(text) && text.length > 10 && text.length < words.length).toBe(true);
  expect(model.journal[0]).toMatchObject({ cut: true, completed: false, deltas: 2 });
  expect(model.paid("nonce-4")).toBe(0);
  const again = await read(client, "nonce-4");
  expect(again.error).toBeNull();
  expect(model.paid("nonce-4")).toBe(1);
});

test("a cut behind the last delta keeps the words and loses the end", async () => {
  const { client, model } = await start();
  model.next({ kind: "cut", afterDeltas: 1_000, text: words });
  const { text, types, error } = await read(client, "hello");
  expect(text).toBe(words);
  expect(types).not.toContain("message_stop");
  expect(error).toBeInstanceOf(Error);
});

test("a stream that ends properly but early looks whole to who only iterates", async () => {
  const { client, model } = await start();
  model.next({ kind: "end-early", afterDeltas: 2, text: words }, { times: 2 });
  const { types, error } = await read(client, "hello");
  expect(error).toBeNull();
  expect(types).not.toContain("message_stop");
  await expect(client.messages.stream(ask("hello")).finalMessage()).rejects.toBeInstanceOf(Error);
  expect(model.journal.map((entry) => entry.completed)).toEqual([false, false]);
});

test("a stalled stream stays open until the caller leaves", async () => {
  const { client, model } = await start();
  model.next({ kind: "stall", afterDeltas: 2, text: words });
  const stream = await client.messages.create({ ...ask("nonce-5"), stream: true });
  let deltas = 0;
  for await (const event of stream) {
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") deltas += 1;
    if (deltas === 2) stream.controller.abort();
  }
  expect(model.journal[0]).toMatchObject({ completed: false, cut: true, deltas: 2 });
});

test.for([true, false])("silence before the first byte (stream: %s)", async (stream) => {
  const { client, model } = await start();
  model.next({ kind: "silent" });
  const leave = new AbortController();
  const applied = model.wire.barrier("applied");
  const asked = client.messages.create({ ...ask("hello"), stream }, { signal: leave.signal });
  asked.catch(() => {});
  await applied.hit;
  applied.release();
  leave.abort();
  await expect(asked).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
  expect(model.journal[0]?.completed).toBe(false);
});

test("an error event in the middle of a stream", async () => {
  const { client, model } = await start();
  model.next({ kind: "error-event", afterDeltas: 1, text: words });
  const { text, error } = await read(client, "hello");
  expect(text.length).toBeGreaterThan(0);
  expect(error).toMatchObject({ status: undefined, type: "overloaded_error" });
  expect(model.journal[0]).toMatchObject({ completed: false, cut: true });
});

test("a plain request has no events, so it gets the status", async () => {
  const { client, model } = await start();
  model.next({ kind: "error-event", afterDeltas: 1 });
  await expect(client.messages.create(ask("hello"))).rejects.toMatchObject({ status: 529 });
});

test("who stops reading at message_stop has been answered", async () => {
  const { client, model } = await start();
  const stream = await client.messages.create({ ...ask("nonce-8"), stream: true });
  for await (const event of stream) if (event.type === "message_stop") break;
  await expect.poll(() => model.paid("nonce-8")).toBe(1);
});

test("a garbage event in the middle of a stream", async () => {
  const { client, model } = await start();
  const silent = client.withOptions({ logLevel: "off" });
  model.next({ kind: "garbage", afterDeltas: 1, text: words });
  const { error } = await read(silent, "hello");
  expect(error).toBeInstanceOf(SyntaxError);
});

test("a lasting stream has exactly its deltas", async () => {
  const { client, model } = await start();
  model.next({ kind: "lasting", durationMs: 0, deltas: 200, text: words });
  const pieces: string[] = [];
  const { text } = await read(client, "hello", (piece) => pieces.push(piece));
  expect(text).toBe(words);
  expect(pieces).toHaveLength(200);
});

test.for<Behaviour>([
  { kind: "cut", afterDeltas: 1 },
  { kind: "cut", afterDeltas: 0 },
])("a plain answer can be cut too: %j", async (behaviour) => {
  const { client, model } = await start();
  model.next(behaviour);
  await expect(client.messages.create(ask("nonce-6"))).rejects.toBeInstanceOf(Error);
  expect(model.journal[0]).toMatchObject({ completed: false, cut: true });
});
