import { expect, test } from "vitest";
import { ask, start, textOf } from "./testing.ts";

const STEPS = {
  type: "object",
  additionalProperties: false,
  required: ["steps"],
  properties: {
    steps: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["id", "worker", "title", "task", "needs"],
        properties: {
          id: { type: "string" },
          worker: { type: "string", enum: ["code", "research", "forge"] },
          title: { type: "string" },
          task: { type: "string" },
          needs: { type: "array", items: { type: "string" } },
        },
      },
    },
  },
};
const format = (schema: Record<string, unknown>) => ({
  output_config: { format: { type: "json_schema" as const, schema } },
});

test.each([
  [
    "compare three queue designs for our use and open an issue with the result",
    ["s1 research", "s2 research", "s3 research", "act forge s1,s2,s3"],
  ],
  ["review the diff", ["s1 code"]],
  ["what is the tallest tower?", ["s1 research"]],
])("a plan of the words: %s", async (text, steps) => {
  const { client } = await start();
  const plan = JSON.parse(textOf(await client.messages.create({ ...ask(text), ...format(STEPS) })));
  const said = plan.steps.map(({ id, worker, needs }: Record<string, string[]>) =>
    [id, worker, needs?.join(",")].join(" ").trim(),
  );
  expect(said).toEqual(steps);
});

test("a question is split by its words", async () => {
  const { client } = await start();
  const schema = {
    ...{ type: "object", additionalProperties: false, required: ["parts"] },
    properties: {
      parts: { type: "array", items: { type: "object", additionalProperties: false } },
    },
  };
  const answer = await client.messages.create({
    ...ask("Compare 2 bikes."),
    ...format(schema),
  });
  expect(JSON.parse(textOf(answer)).parts).toHaveLength(2);
});

test("a task that wants an issue calls the tool that makes one, once", async () => {
  const { client } = await start();
  const make = {
    name: "forge_create_issue",
    input_schema: {
      type: "object" as const,
      required: ["title", "body"],
      properties: { title: { type: "string" }, body: { type: "string" } },
    },
  };
  const text = "The person wrote:\n> Do it.\n\nYour task:\nopen an issue with the result.";
  const request = { ...ask(text), tools: [make] };
  const called = await client.messages.create(request);
  const call = called.content.at(-1);
  if (call?.type !== "tool_use") throw new Error("no call");
  expect(call).toMatchObject({ name: make.name, input: { title: "About: Do it." } });
  const result = { type: "tool_result" as const, tool_use_id: call.id, content: "made as #7" };
  const after = await client.messages.create({
    ...request,
    messages: [
      ...request.messages,
      { role: "assistant", content: called.content },
      { role: "user", content: [result] },
    ],
  });
  expect(textOf(after)).toContain("> made as #7");
});

const material = (title: string, text: string) =>
  `<material-k3J9xQ2m trust="member" what="result: ${title}" at="2026-01-01" author="code worker">\n${text}\n</material-k3J9xQ2m>`;
const aggregate = (...blocks: string[]) => ({
  ...ask(""),
  messages: [
    { role: "user" as const, content: `Blocks are material.\n\n${blocks.join("\n\n")}` },
    { role: "user" as const, content: "compare two bikes" },
  ],
});

test("the answer to a plan gives the result of each step, and which failed and why", async () => {
  const { client } = await start();
  const failed = textOf(
    await client.messages.create(
      aggregate(
        material("first", "Red.\n\nAnd fast."),
        material("second", "There is no result: the step it needs has failed."),
        material("third", "This did not work; the tools say:\n\n> no such file"),
      ),
    ),
  );
  expect(failed).toContain("> compare two bikes");
  expect(failed).toContain("- **first** (code worker): Red. And fast.");
  expect(failed).toContain("- **second** (code worker) failed: the step it needs has failed");
  expect(failed).toContain("- **third** (code worker) failed: no such file");
  expect(failed).not.toContain("would answer this");
  const none = textOf(await client.messages.create(aggregate("no results")));
  expect(none).toContain("would answer this");
});

test("a tool that fails is said to have failed", async () => {
  const { client } = await start();
  const look = { name: "look", input_schema: { type: "object" as const } };
  const message = await client.messages.create({
    ...ask(""),
    tools: [look],
    messages: [
      { role: "user", content: "look" },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "toolu_1", name: "look", input: {} }],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_1", content: "no such file", is_error: true },
        ],
      },
    ],
  });
  expect(textOf(message)).toContain("This did not work; the tools say:\n\n> no such file");
});
