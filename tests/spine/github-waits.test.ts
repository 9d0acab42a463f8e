import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answered, ask, issueOf, quietSpot } from "../world/threads.ts";
import { World } from "../world/world.ts";

/** What GitHub cannot tell for a while: who somebody is, and what stands around a question. */
describe("questions that GitHub does not answer now", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: {} });
  }, 60_000);
  afterAll(() => world?.close());

  const status = (code: number, headers: Record<string, string> = {}) => ({
    kind: "reply" as const,
    reply: { status: code, headers, body: { message: "not now" } },
  });

  test("a wait that is told is kept, and the answer comes after it", async () => {
    const issue = issueOf(world);
    const from = world.github.wire.calls.length;
    const limited = status(429, { "retry-after": "20" });
    world.github.wire.fault({ method: "getIssue", times: 1, fault: limited });
    await ask(world, issue, "nonce-told").delivered;
    await answered(world, issue, "nonce-told");
    const asked = world.github.wire.calls.slice(from).filter((call) => call.method === "getIssue");
    expect(asked.map(({ status: code }) => code)).toEqual([429, 200]);
  });

  test("surroundings that stay unreadable do not cost the answer, and are not asked for without end", async () => {
    const issue = issueOf(world);
    const from = world.github.wire.calls.length;
    world.github.wire.fault({ method: "getIssue", times: 1_000, fault: status(500) });
    await ask(world, issue, "nonce-around").delivered;
    await answered(world, issue, "nonce-around");
    world.github.wire.clear();
    const [batch] = await quietSpot(world, { thread: issue });
    expect(batch).toMatchObject({ state: "answered" });
    const asked = world.github.wire.calls.slice(from).filter((call) => call.method === "getIssue");
    expect(asked.length).toBeLessThanOrEqual(12);
    const request = JSON.stringify(world.model.journal.at(-1)?.request?.messages);
    expect(request).toContain("cannot be read");
  });

  test("somebody about whom nothing can be said holds nobody else up", async () => {
    const issue = issueOf(world);
    const { server, wire } = world.github;
    const eve = server.user({ login: "eve" });
    wire.fault({
      match: ({ path }) => path.includes("/collaborators/eve/"),
      times: 1_000,
      fault: status(502),
    });
    await server.comment(issue, eve, "@trunkline nonce-eve, now!").delivered;
    await ask(world, issue, "nonce-owner").delivered;
    await answered(world, issue, "nonce-owner");
    wire.clear();
    const said = JSON.stringify(world.model.journal.map(({ prompt }) => prompt));
    expect(said).not.toContain("nonce-eve");
  });
});
