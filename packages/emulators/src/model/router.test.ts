import { expect, test } from "vitest";
import { classify, isRouterRequest } from "./index.ts";
import { type Anthropic, ask, FAST, start, textOf } from "./testing.ts";

const properties = {
  type: { type: "string", enum: ["simple", "complex", "tool_confirmation"] },
  category: { type: "string", enum: ["general", "code", "research", "github", "task", "info"] },
  complexity: { type: "string", enum: ["low", "medium", "high"] },
  requiresHumanApproval: { type: "boolean" },
  reasoning: { type: "string" },
};
const schema = {
  type: "object" as const,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
};

function route(text: string): Anthropic.MessageCreateParamsNonStreaming {
  return { ...ask(text, FAST), output_config: { format: { type: "json_schema", schema } } };
}

test("output_config.format is answered with JSON of the router's schema", async () => {
  const { client, model } = await start();
  const message = await client.messages.create(
    route("Answer with code or github.\n<user_message>merge it now, nonce-7</user_message>"),
  );
  expect(JSON.parse(textOf(message))).toEqual({
    type: "tool_confirmation",
    category: "github",
    complexity: "low",
    requiresHumanApproval: true,
    reasoning: expect.stringContaining("offline model"),
  });
  expect(model.journal[0]).toMatchObject({ router: true, completed: true });
  expect(model.paid("nonce-7")).toBe(0);
  expect(model.asked("nonce-7")).toBe(1);
});

test("a forced tool is answered by calling it, plain and streamed", async () => {
  const { client } = await start();
  const request = {
    ...ask("research and compare three databases", FAST),
    tools: [{ name: "route", input_schema: schema }],
    tool_choice: { type: "tool" as const, name: "route" },
  };
  for (const message of [
    await client.messages.create(request),
    await client.messages.stream(request).finalMessage(),
  ]) {
    expect(message.stop_reason).toBe("tool_use");
    expect(message.content.at(-1)).toMatchObject({
      type: "tool_use",
      name: "route",
      input: { category: "research", type: "complex", complexity: "medium" },
    });
  }
});

test("any other schema gets the smallest value that it takes", async () => {
  const { client, model } = await start();
  const plan = {
    type: "object",
    properties: {
      steps: { type: "array", minItems: 1, items: { $ref: "#/$defs/step" } },
      note: { anyOf: [{ type: "string" }, { type: "null" }] },
    },
    required: ["steps", "note"],
    additionalProperties: false,
    $defs: {
      step: {
        type: "object",
        properties: { kind: { enum: ["code", "research"] }, order: { type: "integer" } },
        required: ["kind", "order"],
        additionalProperties: false,
      },
    },
  };
  const message = await client.messages.create({
    ...ask("plan it"),
    output_config: { format: { type: "json_schema", schema: plan } },
  });
  expect(JSON.parse(textOf(message))).toEqual({
    steps: [{ kind: "code", order: 0 }],
    note: expect.any(String),
  });
  expect(model.journal[0]?.router).toBe(false);
});

test.for([
  ["hello there", "simple", "general", "low", false],
  ["fix the bug in my typescript function", "simple", "code", "low", false],
  ["Please delete all logs", "tool_confirmation", "general", "low", true],
  ["redesign the whole repository architecture", "complex", "github", "high", false],
  ["which asana tasks are open?", "simple", "task", "low", false],
] as const)("guesses: %s", ([text, type, category, complexity, requiresHumanApproval]) => {
  expect(classify(text)).toMatchObject({ type, category, complexity, requiresHumanApproval });
});

test("nonsense for the router only: prose, a wrong shape, half a JSON", async () => {
  const { client, model } = await start();
  for (const how of ["prose", "wrong-shape", "truncated"] as const) {
    model.next({ kind: "nonsense", how }, { match: isRouterRequest });
  }
  expect(textOf(await client.messages.create(ask("not for the router")))).toContain("offline");
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await client.messages.create(route("hello")));
  const [prose, shape, truncated, sane] = answers.map(textOf);
  expect(() => JSON.parse(prose ?? "")).toThrow();
  expect(JSON.parse(shape ?? "")).not.toHaveProperty("category");
  expect(() => JSON.parse(truncated ?? "")).toThrow();
  expect(answers[2]?.stop_reason).toBe("max_tokens");
  expect(JSON.parse(sane ?? "")).toHaveProperty("category");
});
