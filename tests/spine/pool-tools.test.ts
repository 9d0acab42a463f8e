import { isRouterRequest, type MessageRequest, type User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Bakery } from "../world/mcp.ts";
import { answers, quiet, ROUTING, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const bakery = new Bakery();
let world: World;
/** Every request for an answer, as the model got it. */
const asked: MessageRequest[] = [];

beforeAll(async () => {
  const url = await bakery.listen();
  const agent = {
    prompt: { persona: "You are Ada, who speaks for the bakery." },
    mcp: [{ name: "bakery", url, tokenSetting: "MCP_BAKERY_TOKEN" }],
    budgets: { turnsPerPersonAndDay: 8 },
  };
  world = await World.start({
    env: { AGENT: JSON.stringify(agent), MCP_BAKERY_TOKEN: "rye-and-salt" },
  });
}, 60_000);
afterAll(async () => {
  await world?.close();
  await bakery.close();
});

/** How many answers each person has had. */
const heard = new Map<number, number>();

/** Says something and waits for the answer. */
async function say(person: User, text: string): Promise<string> {
  const before = heard.get(person.id) ?? 0;
  heard.set(person.id, before + 1);
  world.telegram.say(person, text);
  await until("an answer", () => answers(world, person).length > before);
  await quiet(world, person);
  return answers(world, person).at(-1) ?? "";
}

/** Scripts one answer of the model, and keeps the request. */
function next(behaviour: Parameters<World["model"]["next"]>[0]): void {
  const match = (request: MessageRequest) => {
    if (isRouterRequest(request)) return false;
    asked.push(request);
    return true;
  };
  world.model.next(behaviour, { match });
}

/** The results of tools in a request, in order. */
function results(request: MessageRequest | undefined): string[] {
  return (request?.messages ?? []).flatMap(({ content }) =>
    typeof content === "string"
      ? []
      : content.flatMap((block) =>
          block.type === "tool_result" ? [JSON.stringify(block.content)] : [],
        ),
  );
}

describe("memory", () => {
  test("keeps a fact over turns and a crash, and hands it back as data", async () => {
    const tess = somebody(world);
    const fact = { whose: "person", fact: "Tess bakes with rye" };
    next({ kind: "tool", name: "remember", input: fact });
    next({ kind: "text", text: "I will remember nonce-rye." });
    expect(await say(tess, "remember that I bake with rye")).toContain("nonce-rye");
    await world.kill();
    await world.boot();
    next({ kind: "tool", name: "recall", input: { whose: "person" } });
    next({ kind: "text", text: "With rye, nonce-back." });
    expect(await say(tess, "what do I bake with, as you know?")).toContain("nonce-back");
    expect(results(asked.at(-1))[0]).toMatch(
      /material-.*member.*1\. \(told, .*Tess bakes with rye/,
    );
  }, 60_000);

  test("of one person is not that of another", async () => {
    const tom = somebody(world);
    next({ kind: "tool", name: "recall", input: { whose: "person" } });
    next({ kind: "text", text: "I know nothing of you yet." });
    await say(tom, "what do you know of me, please tell");
    expect(results(asked.at(-1))[0]).toContain("nothing is kept");
  });
});

describe("a model that", () => {
  test("calls a tool that is not there, with what does not fit, and several at once", async () => {
    const person = somebody(world);
    next({
      kind: "tools",
      calls: [
        { name: "format_disk", input: {} },
        { name: "remember", input: { whose: "nobody", fact: "" } },
        { name: "recall", input: { whose: "conversation" } },
      ],
    });
    next({ kind: "text", text: "All is well, nonce-three." });
    expect(await say(person, "please do three things for me")).toContain("nonce-three");
    const [none, wrong, right] = results(asked.at(-1));
    expect(none).toContain("no such tool");
    expect(wrong).toContain("the input does not fit: whose");
    expect(right).toContain("nothing is kept");
  });

  test("never stops calling is told to answer, once", async () => {
    const person = somebody(world);
    const forever = { kind: "tool", name: "recall", input: { whose: "conversation" } } as const;
    const offering = (request: MessageRequest) =>
      !isRouterRequest(request) && request.tool_choice?.type !== "none";
    world.model.next(forever, { match: offering, times: 30 });
    expect(await say(person, "tell me all that you know of this place")).not.toBe("");
    world.model.clear();
    expect(answers(world, person)).toHaveLength(1);
  });
});

describe("questions about the owner", () => {
  const info = JSON.stringify({
    type: "simple",
    category: "info",
    complexity: "low",
    requiresHumanApproval: false,
    reasoning: "about the owner",
  });

  test("are answered from the server that was set up: its read-only tools, as data", async () => {
    const person = somebody(world);
    world.model.next({ kind: "text", text: info }, ROUTING);
    next({ kind: "tool", name: "bakery_opening_hours", input: { day: "Sunday" } });
    next({ kind: "text", text: "On Sunday from 6 to 13, nonce-hours." });
    expect(await say(person, "when may one come to you on a Sunday morning?")).toContain(
      "nonce-hours",
    );
    expect(bakery.calls).toEqual([{ day: "Sunday" }]);
    expect(new Set(bakery.tokens)).toEqual(new Set(["Bearer rye-and-salt"]));
    const request = asked.at(-1);
    expect(results(request)[0]).toContain("On Sunday from 6 to 13.");
    const names = request?.tools?.flatMap((tool) => ("name" in tool ? [tool.name] : []));
    expect(names).toContain("bakery_opening_hours");
    expect(names).not.toContain("bakery_order");
    expect(JSON.stringify(request?.system)).toContain("You are Ada, who speaks for the bakery.");
  });

  test("are answered honestly when the server is away", async () => {
    await bakery.close();
    const person = somebody(world);
    world.model.next({ kind: "text", text: info }, ROUTING);
    next({ kind: "text", text: "I cannot look that up now, nonce-away." });
    expect(await say(person, "and when do you open on a Monday morning?")).toContain("nonce-away");
    expect(JSON.stringify(asked.at(-1)?.system)).toContain("cannot be reached right now: bakery");
  });
});

test("a spent budget is told politely, and nothing is asked of the model", async () => {
  const person = somebody(world);
  for (let turn = 0; turn < 8; turn += 1) await say(person, `tell me number ${turn} of the story`);
  const before = world.model.journal.filter(({ router }) => !router).length;
  expect(await say(person, "and one more of the story")).toMatch(
    /^Today's budget for this is used up/,
  );
  expect(world.model.journal.filter(({ router }) => !router)).toHaveLength(before);
}, 60_000);
