import { readFileSync } from "node:fs";
import { isRouterRequest, type User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { roleOf } from "../world/roles.ts";
import { ask, issueOf, ours, quietSpot } from "../world/threads.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** The words of `docs/agents.md`, by agent: what a newcomer is told to type. */
const WORDS = new Map(
  readFileSync(new URL("../../docs/agents.md", import.meta.url), "utf8")
    .split("\n")
    .flatMap((line): [string, string][] => {
      const [, agent, place, words] =
        /^\| ([^|]+) \| (Telegram|GitHub) \| `([^`]+)` \|/.exec(line) ?? [];
      return agent && place && words ? [[`${agent} on ${place}`, words]] : [];
    }),
);

/** What the documentation says of each agent, offline and with nothing scripted. */
describe("what docs/agents.md tells one to write", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: { as: "token" } });
  }, 120_000);
  afterAll(() => world?.close());

  const words = (agent: string) => {
    const found = WORDS.get(agent);
    if (!found) throw new Error(`docs/agents.md has no words for: ${agent}`);
    return found;
  };

  /** Who was asked on this message's behalf, the router aside. */
  const roles = (from: number) =>
    world.model.journal
      .slice(from)
      .flatMap(({ request }) => (request && !isRouterRequest(request) ? [roleOf(request)] : []));

  async function say(text: string, known?: User) {
    const from = world.model.journal.length;
    const tess = known ?? somebody(world);
    const before = known ? answers(world, tess).length : 0;
    world.telegram.say(tess, text);
    await until("an answer", () => answers(world, tess).length > before);
    const { batches } = await quiet(world, tess);
    const { route } = JSON.parse(batches[0]?.route ?? "{}");
    return { tess, route, text: answers(world, tess).at(-1) ?? "", roles: roles(from) };
  }

  async function comment(text: string) {
    const thread = issueOf(world);
    const from = world.model.journal.length;
    await ask(world, thread, text).delivered;
    const [batch] = await quietSpot(world, { thread });
    const { route } = JSON.parse(batch?.route ?? "{}");
    const said = ours(world, thread)
      .map((post) => post.text)
      .join("\n");
    return { thread, route, text: said, roles: roles(from) };
  }

  test("is a row for every agent that answers", () => {
    expect([...WORDS.keys()]).toEqual([
      ...["simple on Telegram", "simple, with memory on Telegram", "orchestrator on GitHub"],
      ...["lead researcher on Telegram", "info on Telegram", "hitl on GitHub"],
    ]);
  });

  test("the simple agent counts", async () => {
    const { route, text } = await say(words("simple on Telegram"));
    expect([route, /1, 2, 3.*19, 20\./.test(text)]).toEqual(["simple", true]);
  });

  test("memory outlives /new", async () => {
    const first = await say(words("simple, with memory on Telegram"));
    expect(first.roles).toEqual(["answer", "answer"]);
    await say("/new", first.tess);
    const { text } = await say("what do you remember?", first.tess);
    expect(text).toMatch(/1\. \(told, .*releases are on Tuesdays/);
  });

  test("the orchestrator plans, and asks before it opens an issue", async () => {
    const { route, text, roles } = await comment(words("orchestrator on GitHub"));
    expect(route).toBe("orchestrator");
    const workers = roles.filter((role) => role === "worker");
    expect([roles[0], workers.length, roles.at(-1)]).toEqual(["plan", 4, "aggregate"]);
    expect(text).toMatch(/\/approve \w{8}/);
  });

  test("the lead researcher splits and weighs", async () => {
    const { route, roles } = await say(words("lead researcher on Telegram"));
    expect([route, roles.toSorted()]).toEqual([
      "researcher",
      ["split", "weigh", "worker", "worker"],
    ]);
  });

  test("questions about the owner go to the info agent", async () => {
    expect((await say(words("info on Telegram"))).route).toBe("info");
  });

  test("one irreversible act is asked about, and nothing has happened", async () => {
    const { route, text, thread } = await comment(words("hitl on GitHub"));
    expect(route).toBe("hitl");
    expect(text).toMatch(/\/approve \w{8}/);
    expect(world.github.server.thread(thread.repo, thread.number).state).toBe("open");
  });
});
