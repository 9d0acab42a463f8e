import { describe, expect, test } from "vitest";
import type { MemoryPort } from "../pool/memory.ts";
import { memoryTools } from "./memory.ts";
import type { ToolOutput, ToolScope } from "./tool.ts";

const actor = { conversation: "chat:1/2", platform: "chat", userId: "7", userName: "Tove" };
const calm = { untrusted: false, private: false };

/** What was asked of which owner's memory. */
function memory(alone: boolean, who: Partial<typeof actor> = {}, seen: ToolScope["seen"] = calm) {
  const asked: string[] = [];
  const port = (owner: string): MemoryPort => {
    const note = async (what: string): Promise<ToolOutput> => {
      asked.push(`${owner} ${what}`);
      return { ok: true, text: "ok" };
    };
    return {
      remember: (key, fact, source) => note(`remember ${key} ${fact} ${source}`),
      recall: (after = 0) => note(`recall ${after}`),
      forget: (which) => note(`forget ${which}`),
    };
  };
  const tools = memoryTools(port, alone);
  const scope = {
    ...{ actor: { ...actor, ...who }, key: "k", seen },
    signal: new AbortController().signal,
  };
  const use = (name: string, input: object) =>
    tools.find((tool) => tool.name === name)?.run(input, scope);
  return { asked, use };
}

const PERSON = [
  ["remember", { whose: "person", fact: "x" }],
  ["recall", { whose: "person" }],
  ["forget", { whose: "person", which: "all" }],
] as const;

describe("the memory of a person", () => {
  test.each(PERSON)("is in private reached by %s", async (name, input) => {
    const { use, asked } = memory(true);
    expect(await use(name, input)).toMatchObject({ ok: true });
    expect(asked[0]).toMatch(/^person:chat:7 /);
  });

  test.each(PERSON)("is in a group not reached by %s", async (name, input) => {
    const { use, asked } = memory(false);
    expect(await use(name, input)).toMatchObject({ ok: false });
    expect(asked).toEqual([]);
  });

  test.each(PERSON)("is nobody's for an actor without an id: %s", async (name, input) => {
    const { use, asked } = memory(true, { userId: "" });
    expect(await use(name, input)).toMatchObject({ ok: false });
    expect(asked).toEqual([]);
  });
});

test("the memory of a conversation is that of the place, alone or not", async () => {
  const { use, asked } = memory(false);
  await use("recall", { whose: "conversation", after: 40 });
  expect(asked).toEqual(["conversation:chat:1/2 recall 40"]);
});

test("what is kept after strangers' words were read is marked so", async () => {
  const { use, asked } = memory(true, {}, { untrusted: true, private: false });
  await use("remember", { whose: "conversation", fact: "x" });
  expect(asked).toEqual(["conversation:chat:1/2 remember k x heard"]);
});

test.each([
  ["remember", { whose: "person", fact: "" }],
  ["remember", { whose: "person", fact: "x".repeat(501) }],
  ["remember", { whose: "7", fact: "x" }],
  ["forget", { whose: "person", which: "some" }],
  ["forget", "all"],
  ["recall", null],
])("%s refuses %j", async (name, input) => {
  const { use, asked } = memory(true);
  expect(await use(name, input as object)).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
});
