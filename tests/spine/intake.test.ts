import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, asked, inspect, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What comes in: nothing lost, nothing twice, in order. */
describe("intake", () => {
  let world: World;
  beforeAll(async () => {
    // A window that fifteen deliveries fit into, also on a busy machine.
    world = await World.start({ timings: { batchWindowMs: 400 } });
  }, 60_000);
  afterAll(() => world?.close());

  const numbered = (n: number) => Array.from({ length: n }, (_, i) => `message-${i + 1};`);
  const inOrder = (text: string) => [...text.matchAll(/message-(\d+);/g)].map(([, n]) => Number(n));
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  test("15 messages as Telegram delivers them: all reach the model, in order, one answer a batch", async () => {
    const tess = somebody(world);
    for (const text of numbered(15)) world.telegram.say(tess, text);
    await world.telegram.idle();
    const { batches } = await quiet(world, tess);
    const prompts = asked(world, "message-").slice(-batches.length);
    expect(prompts.flatMap(inOrder)).toEqual(upTo(15));
    expect(batches.length).toBeLessThanOrEqual(2);
    expect(answers(world, tess)).toHaveLength(batches.length);
  });

  test("15 messages while an answer runs: collected, in order, answered by the next batch", async () => {
    const tess = somebody(world);
    world.model.next({ kind: "lasting", durationMs: 1_500, deltas: 15 }, NOT_ROUTING);
    const before = world.model.journal.length;
    world.telegram.say(tess, "A long one, please.");
    await until("the first batch runs", async () =>
      (await inspect(world, tess)).batches.some(({ state }) => state === "active"),
    );
    for (const text of numbered(15)) world.telegram.say(tess, text);
    await world.telegram.idle();
    await until("two answers", () => answers(world, tess).length >= 2);
    const { batches } = await quiet(world, tess);
    const turns = world.model.journal.slice(before).filter(({ router }) => !router);
    expect(batches.length).toBeLessThanOrEqual(3);
    expect(turns.flatMap(({ prompt }) => inOrder(prompt ?? ""))).toEqual(upTo(15));
    expect(answers(world, tess)).toHaveLength(batches.length);
  });

  test("15 messages in parallel: any order, but all", async () => {
    const tess = somebody(world);
    const before = world.model.journal.length;
    const update = (i: number) => ({
      update_id: 900_000 + tess.id * 100 + i,
      message: {
        message_id: 700_000 + i,
        date: Math.floor(Date.now() / 1000),
        chat: { id: tess.id, type: "private" as const, first_name: tess.first_name },
        from: tess,
        text: `message-${i};`,
      },
    });
    // The person exists for Telegram once he has written.
    await world.telegram.say(tess, "/help").delivered;
    const posted = await Promise.all(upTo(15).map((i) => world.telegram.post(update(i))));
    expect(posted.map((post) => (post.kind === "answered" ? post.status : 0))).toEqual(
      upTo(15).map(() => 200),
    );
    await quiet(world, tess);
    const turns = world.model.journal.slice(before).filter(({ router }) => !router);
    const seen = turns.flatMap(({ prompt }) => inOrder(prompt ?? ""));
    expect(seen.toSorted((a, b) => a - b)).toEqual(upTo(15));
  });

  test("the same update five times in parallel and again later: one answer", async () => {
    const tess = somebody(world);
    const said = world.telegram.say(tess, "only once, please");
    await world.telegram.duplicate(said.update_id, 5);
    await said.delivered;
    await quiet(world, tess);
    await world.telegram.duplicate(said.update_id, 5);
    const { batches } = await quiet(world, tess);
    expect(batches).toHaveLength(1);
    expect(answers(world, tess)).toHaveLength(1);
    expect(asked(world, "only once")).toHaveLength(1);
  });

  test("a commit that fails is 503, and the redelivery is answered", async () => {
    const tess = somebody(world);
    const from = world.telegram.deliveries.length;
    world.steps.fault({
      method: "inbox:commit",
      fault: { kind: "reply", reply: { status: 500, body: "" } },
    });
    await world.telegram.say(tess, "stored at the second try").delivered;
    await quiet(world, tess);
    const statuses = world.telegram.deliveries.slice(from).map(({ status }) => status);
    expect(statuses).toEqual([503, 200]);
    expect(answers(world, tess)).toHaveLength(1);
  });

  test("an edit of a pending message takes its place; an edit of an answered one changes nothing", async () => {
    const tess = somebody(world);
    world.model.next({ kind: "lasting", durationMs: 800, deltas: 8 }, NOT_ROUTING);
    world.telegram.say(tess, "first");
    await until("the first batch runs", async () =>
      (await inspect(world, tess)).batches.some(({ state }) => state === "active"),
    );
    const second = world.telegram.say(tess, "with a tpyo");
    await second.delivered;
    await world.telegram.editUserMessage(tess, second.message_id, "without a typo").delivered;
    await until("two answers", () => answers(world, tess).length === 2);
    await quiet(world, tess);
    expect(asked(world, "a tpyo")).toEqual([]);
    expect(asked(world, "without a typo")).toHaveLength(1);
    await world.telegram.editUserMessage(tess, second.message_id, "too late").delivered;
    expect((await quiet(world, tess)).batches).toHaveLength(2);
    expect(asked(world, "too late")).toEqual([]);
  });
});
