import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account, ask, comments, lookedUp, quietTask, taskOf } from "../world/tasks.ts";
import { asked } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** The door of Asana's webhooks: what is refused, how, and that nothing follows from it. */
describe("the door for Asana", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ asana: {} });
    await world.asana.subscribed();
    await until("we know who we are", async () => (await account(world)).identity);
    // The first look around is over before anything is counted.
    await until("a sync token", () =>
      world.asana.wire.calls.some(({ method, status }) => method === "getEvents" && status === 412),
    );
  }, 120_000);
  afterAll(() => world?.close());

  const hook = () => {
    const [first] = world.asana.server.webhooks;
    if (!first) throw new Error("no webhook");
    return first;
  };
  const signed = (body: string | Uint8Array) =>
    createHmac("sha256", hook().secret).update(body).digest("hex");
  const post = (body: string | Uint8Array<ArrayBuffer>, signature: string | null) =>
    fetch(hook().target, {
      method: "POST",
      headers: signature === null ? {} : { "x-hook-signature": signature },
      body,
    });
  /** A comment as it is told, made up: nobody has said it. */
  const told = (task: string, story: string, more: object = {}) =>
    JSON.stringify({
      events: [
        {
          user: { gid: "77", resource_type: "user" },
          created_at: "2026-11-01T10:00:00.000Z",
          action: "added",
          resource: { gid: story, resource_type: "story", resource_subtype: "comment_added" },
          parent: { gid: task, resource_type: "task", resource_subtype: "default_task" },
          ...more,
        },
      ],
    });
  const outgoing = () => [world.asana.wire.calls.length, world.model.wire.calls.length];

  const body = told("9001", "9002");
  test.each<[string, () => string | null, string?]>([
    ["no signature", () => null],
    ["an empty one", () => ""],
    ["a wrong one", () => "0".repeat(64)],
    ["a short one", () => signed(body).slice(0, 63)],
    ["a long one", () => `${signed(body)}0`],
    ["capitals", () => signed(body).toUpperCase()],
    ["a prefix", () => `sha256=${signed(body)}`],
    ["one byte altered", () => signed(body), body.replace("9002", "9003")],
  ])("%s: 401, no row, no outgoing call", async (_, signature, other = body) => {
    const before = outgoing();
    const answer = await post(other, signature());
    expect([answer.status, await answer.text()]).toEqual([401, '{"error":"not genuine"}']);
    expect((await account(world)).references).toEqual({ open: 0, dead: 0 });
    expect(outgoing()).toEqual(before);
  });

  test("signatures are made over bytes, also of letters beyond ASCII", async () => {
    const bytes = new TextEncoder().encode(told("9001", "9004", { note: "größer 👨‍👩‍👧" }));
    expect((await post(bytes, signed(bytes))).status).toBe(200);
    const normalised = new TextEncoder().encode(told("9001", "9005", { note: "é" }));
    const decomposed = new TextEncoder().encode(
      told("9001", "9005", { note: "é".normalize("NFD") }),
    );
    expect((await post(decomposed, signed(normalised))).status).toBe(401);
    // Looked up, there is no such comment: it is dropped without a word.
    await lookedUp(world);
  });

  test.each([
    ["broken JSON", "{", 400],
    ["null", "null", 400],
    ["an array", "[]", 400],
    ["nothing", "", 400],
    ["over the cap", " ".repeat(1024 * 1024 + 1), 413],
  ])("%s is refused in one line, though its signature holds", async (_, text, status) => {
    const answer = await post(text, signed(text));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/^\{"error":"[a-zA-Z ]+"\}$/);
  });

  test("what nobody has heard of is acknowledged, and nothing is asked about it", async () => {
    const before = outgoing();
    const goal = { resource: { gid: "1", resource_type: "goal" } };
    const system = { resource: { gid: "2", resource_type: "story", resource_subtype: "assigned" } };
    const cases = [
      "{}",
      '{"events":{}}',
      '{"events":[null,7,{"action":"added"}]}',
      told("9001", "9006", { action: "undeleted" }),
      told("9001", "9007", { action: "never heard of" }),
      told("9001", "9008", goal),
      told("9001", "9009", system),
      told("9001", "9010", { user: null }),
      told("9001", "9011", { user: { gid: "3", resource_type: "agent" } }),
      told("9001", "9012", { parent: { gid: "4", resource_type: "goal" } }),
    ];
    for (const text of cases) {
      const answer = await post(text, signed(text));
      expect([text, answer.status, await answer.text()]).toEqual([text, 200, ""]);
    }
    expect((await account(world)).references).toEqual({ open: 0, dead: 0 });
    expect(outgoing()).toEqual(before);
  });

  test("a heartbeat is signed like the others", async () => {
    const empty = '{"events":[]}';
    expect((await post(empty, null)).status).toBe(401);
    expect((await post(empty, signed(empty))).status).toBe(200);
  });

  test("is answered before anything is looked up, and long before the model has", async () => {
    const task = await taskOf(world);
    await lookedUp(world);
    const hold = world.asana.wire.barrier("arrived", { method: "getStory" });
    const thinks = world.model.wire.barrier("arrived", { method: "POST /v1/messages" });
    await ask(world, task, "nonce-budget").delivered;
    await hold.hit;
    expect(world.asana.server.deliveries.at(-1)).toMatchObject({ status: 200, attempt: 1 });
    expect(asked(world, "nonce-budget")).toEqual([]);
    hold.release();
    await thinks.hit;
    expect(comments(world, task)).toEqual([]);
    thinks.release();
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-budget"));
    await quietTask(world, task);
  });
});
