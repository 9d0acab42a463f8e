import { expect, test } from "vitest";
import { type Anthropic, ask, start, textOf } from "./testing.ts";

const WEB = [
  { type: "web_search_20260318", name: "web_search" },
  { type: "web_fetch_20260318", name: "web_fetch" },
] as const satisfies Anthropic.ToolUnion[];

test("the API's own web tools: searched, read and cited, whole and streamed alike", async () => {
  const { client } = await start();
  const request = { ...ask("Who makes the best queue?"), tools: [...WEB] };
  const whole = await client.messages.create(request);
  const streamed = await client.messages.stream(request).finalMessage();
  for (const { content, stop_reason } of [whole, streamed]) {
    expect(stop_reason).toBe("end_turn");
    expect(content.map(({ type }) => type)).toEqual([
      ...["server_tool_use", "web_search_tool_result", "server_tool_use", "web_fetch_tool_result"],
      ...["text", "text", "text"],
    ]);
    const [search, found, , , , cited] = content;
    if (search?.type !== "server_tool_use") throw new Error("no search");
    expect(search.input).toEqual({ query: "Who makes the best queue?" });
    expect(found).toMatchObject({ tool_use_id: search.id });
    if (cited?.type !== "text") throw new Error("no words");
    expect(cited.citations).toEqual([
      expect.objectContaining<Partial<Anthropic.CitationsWebSearchResultLocation>>({
        type: "web_search_result_location",
        url: "https://example.com/who-makes-the-best-queue/1",
      }),
    ]);
  }
  expect(textOf(streamed)).toBe(textOf(whole));
});

test("what was found can be sent back, and an answer that pauses goes on", async () => {
  const { client, model } = await start();
  const page = { url: "https://example.com/a", title: "A" };
  model.next({
    kind: "blocks",
    blocks: [
      { type: "server_tool_use", name: "web_search", input: { query: "a" } },
      { type: "web_search_tool_result", found: [page] },
    ],
    stop: "pause_turn",
  });
  const request = { ...ask("Find a."), tools: [...WEB] };
  const paused = await client.messages.create(request);
  expect(paused.stop_reason).toBe("pause_turn");
  const on = await client.messages.create({
    ...request,
    messages: [...request.messages, { role: "assistant", content: paused.content }],
  });
  expect(on.stop_reason).toBe("end_turn");
});

test("several calls at once", async () => {
  const { client, model } = await start();
  const look = { name: "look", input_schema: { type: "object" as const } };
  const call = (at: number) => ({ type: "tool_use" as const, name: "look", input: { at } });
  model.next({ kind: "blocks", blocks: [call(1), call(2)] });
  const message = await client.messages.create({ ...ask("look twice"), tools: [look] });
  expect(message.stop_reason).toBe("tool_use");
  expect(message.content).toMatchObject([{ input: { at: 1 } }, { input: { at: 2 } }]);
});
