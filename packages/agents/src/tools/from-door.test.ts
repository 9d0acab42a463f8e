import { beforeEach, describe, expect, test } from "vitest";
import type { DoorPort } from "../door/protocol.ts";
import { DoorTools } from "./from-door.ts";
import type { AgentName, ToolScope } from "./tool.ts";

const look = {
  ...{ name: "look", about: "Looks.", schema: { type: "object" }, effect: "read" },
  ...{ trust: "untrusted", private: true },
};
const act = { ...look, name: "act", effect: "approve", private: false };
const actor = { conversation: "x:1/2", platform: "x", userId: "7", userName: "Ann" };
const scope: ToolScope = Object.assign(Object.create(null), { actor, key: "k" });

let now: number;
let described: unknown;
let answer: unknown;
let calls: unknown[];

/** A door whose words the test chooses; an `Error` is thrown. */
function door(): DoorPort {
  const say = async (what: string, value: unknown) => {
    calls.push(what);
    if (value instanceof Error) throw value;
    return value;
  };
  return {
    describe: () => say("describe", described),
    read: (query) => say(`read ${JSON.stringify(query)}`, answer),
    preview: () => say("preview", null),
    act: () => say("act", null),
    tell: () => say("tell", null),
  };
}
const tools = (...names: string[]) =>
  new DoorTools(new Map(names.map((name) => [name, door()])), () => now);
const names = async (of: DoorTools, agent: AgentName = "simple") =>
  (await of.offered(agent)).map((tool) => `${tool.door}:${tool.name}`);

beforeEach(() => {
  now = 1_000;
  described = { v: 1, tools: [look, act] };
  answer = { ok: true, text: "seen", source: "https://x.test" };
  calls = [];
});

describe("what is offered", () => {
  test.each<[AgentName, string[]]>([
    ["simple", ["x:look", "x:act"]],
    ["hitl", ["x:look", "x:act"]],
    ["door-worker", ["x:look", "x:act"]],
    ["code-worker", ["x:look"]],
    ["researcher", []],
    ["research-worker", []],
    ["info", []],
    ["orchestrator", []],
  ])("to %s", async (agent, offered) => {
    expect(await names(tools("x"), agent)).toEqual(offered);
  });

  test("of two tools with one name is the first", async () => {
    expect(await names(tools("x", "y"))).toEqual(["x:look", "x:act"]);
  });

  test("of one door is its own", async () => {
    const both = tools("x", "y");
    expect((await both.offered("simple", "y")).map(({ door }) => door)).toEqual(["y", "y"]);
    expect(await both.offered("simple", "z")).toEqual([]);
  });

  test("is asked for once in five minutes", async () => {
    const some = tools("x");
    await some.offered("simple");
    now += 299_999;
    await some.offered("hitl");
    expect(calls).toEqual(["describe"]);
    now += 1;
    described = { v: 1, tools: [act] };
    expect(await names(some)).toEqual(["x:act"]);
  });

  test.each<[string, unknown]>([
    ["that cannot be reached", new Error("no")],
    ["of a later version", { v: 2, tools: [look] }],
    ["that says nothing", null],
    ["with a name no model may call", { v: 1, tools: [{ ...look, name: "Look at" }] }],
  ])("behind a door %s is nothing, this time", async (_name, said) => {
    described = said;
    const some = tools("x");
    expect(await names(some)).toEqual([]);
    described = { v: 1, tools: [look] };
    expect(await names(some)).toEqual([]);
    now += 10_000;
    expect(await names(some)).toEqual(["x:look"]);
  });
});

describe("a look", () => {
  const looked = async () => (await tools("x").offered("simple"))[0]?.run({ n: 1 }, scope);

  test("is the door's", async () => {
    expect(await looked()).toEqual({ ok: true, text: "seen", source: "https://x.test" });
    expect(calls[1]).toBe(`read ${JSON.stringify({ v: 1, tool: "look", input: { n: 1 }, actor })}`);
  });

  test.each<[string, unknown, object]>([
    ["refused", { ok: false, error: "not open" }, { ok: false, error: "not open" }],
    ["too long", { ok: true, text: "x".repeat(99_999) }, { ok: true, text: "x".repeat(71_680) }],
    ["no answer", { text: "x" }, { ok: false }],
    ["lost", new Error("s3cret"), { ok: false, error: "look cannot be reached at the moment" }],
  ])("that is %s", async (_name, said, expected) => {
    answer = said;
    expect(await looked()).toMatchObject(expected);
  });
});

test("an act is no look", async () => {
  const [, tool] = await tools("x").offered("simple");
  expect(await tool?.run({}, scope)).toMatchObject({ ok: false });
  expect(calls).toEqual(["describe"]);
});
