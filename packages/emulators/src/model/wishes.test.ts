import { expect, test } from "vitest";
import { type Anthropic, ask, start, textOf } from "./testing.ts";

const tool = (name: string, properties: object, required: string[] = []): Anthropic.Tool => ({
  name,
  input_schema: { type: "object", properties, required, additionalProperties: false },
});
const spot = { repository: { type: "string" }, number: { type: "integer" } };
const memory = { whose: { type: "string", enum: ["person", "conversation"] } };
const tools = [
  tool("github_merge", { ...spot, method: { type: "string", enum: ["merge", "squash"] } }),
  tool("github_close", spot),
  tool("github_pull_request", spot),
  tool("asana_complete", { task: { type: "string" }, completed: { type: "boolean" } }),
  tool("remember", { ...memory, fact: { type: "string" } }, ["whose", "fact"]),
  tool("recall", memory, ["whose"]),
];

const called = ({ content }: Anthropic.Message) =>
  content.flatMap((block) => (block.type === "tool_use" ? [[block.name, block.input]] : []));

test.each([
  ["please merge this pull request", "github_merge", {}],
  [
    "@trunkline merge #2 of robin/harbour",
    "github_merge",
    { repository: "robin/harbour", number: 2 },
  ],
  ["Robin: close this issue", "github_close", {}],
  ["show pull request 7, please", "github_pull_request", { number: 7 }],
  ["complete this task", "asana_complete", { completed: true }],
  [
    "mark task 1200000000000012 as done",
    "asana_complete",
    { task: "1200000000000012", completed: true },
  ],
  [
    "remember that I like green tea.",
    "remember",
    { whose: "conversation", fact: "I like green tea" },
  ],
  ["what do you remember?", "recall", { whose: "conversation" }],
])("%s", async (text, name, input) => {
  const { client } = await start();
  const message = await client.messages.create({ ...ask(text), tools });
  expect(called(message)).toEqual([[name, input]]);
});

test("whoever asks for an act is told first that this is the offline model", async () => {
  const { client } = await start();
  const act = await client.messages.create({ ...ask("merge this"), tools });
  expect(textOf(act)).toContain("I am the offline model");
  const look = await client.messages.create({ ...ask("what do you remember?"), tools });
  expect(look.content.some(({ type }) => type === "text")).toBe(false);
});

test.each([
  ["words in passing", "I would not merge this yet", tools],
  ["a tool that is not offered", "merge this", tools.slice(1)],
  ["no tools at all", "complete this task", []],
])("nothing is called for %s", async (_what, text, offered) => {
  const { client } = await start();
  const message = await client.messages.create({ ...ask(text), tools: offered });
  expect(called(message)).toEqual([]);
});

test("what came of it is said once, without the fence around it", async () => {
  const { client } = await start();
  const fenced =
    '<material-abc12345 trust="untrusted" what="result">\n1. tea\n</material-abc12345>';
  const message = await client.messages.create({
    ...ask("what do you remember?"),
    tools,
    messages: [
      { role: "user", content: "what do you remember?" },
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "toolu_1", name: "recall", input: { whose: "conversation" } },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: fenced }] },
    ],
  });
  expect(called(message)).toEqual([]);
  expect(textOf(message)).toContain("The tools say:\n\n> 1. tea");
  expect(textOf(message)).not.toContain("material-");
});
