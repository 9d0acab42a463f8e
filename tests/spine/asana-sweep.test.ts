import { asanaFailure } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  account,
  ask,
  comments,
  everSeen,
  inspectTask,
  lookedUp,
  quietTask,
  taskOf,
} from "../world/tasks.ts";
import { asked } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const HOUR_MS = 3_600_000;

/** What Asana's webhooks have lost: "at-most-once", and what they carried is never sent again. */
describe("the sweep of Asana", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ asana: {}, timings: { sweepMs: 400, accountMs: 400 } });
    await world.asana.subscribed();
    await until("a first sync token", () =>
      world.asana.wire.calls.some(({ method, status }) => method === "getEvents" && status === 412),
    );
  }, 120_000);
  afterAll(() => world?.close());

  const answered = (task: { gid: string }, nonce: string, deadlineMs?: number) =>
    until(
      `an answer with ${nonce}`,
      () => comments(world, task).some((text) => text.includes(nonce)),
      deadlineMs,
    );
  const sweeps = () =>
    world.asana.wire.calls.filter(
      ({ method, status }) => method === "getEvents" && (status === 200 || status === 412),
    ).length;
  /** Waits until a whole sweep has begun after now, and ended. */
  const sweptAgain = async () => {
    const from = sweeps();
    await until("another sweep", () => sweeps() >= from + 2);
  };

  test("a comment and an assignment whose deliveries were lost are found, and answered once", async () => {
    const { server, project, tess, bot } = { ...world.asana, bot: world.asana.server.bot };
    const task = await taskOf(world);
    server.lose();
    ask(world, task, "nonce-lost-comment");
    await answered(task, "nonce-lost-comment");
    server.lose();
    const made = { name: "nonce-lost-task", projects: [project], assignee: bot };
    const born = server.createTask(tess, made);
    await answered(born, "nonce-lost-task");
    await sweptAgain();
    expect(await quietTask(world, task)).toHaveLength(1);
    expect(await quietTask(world, born)).toHaveLength(1);
    expect([...everSeen(world, task), ...everSeen(world, born)]).toHaveLength(2);
  });

  test("a delivery that comes after the sweep has found it changes nothing", async () => {
    const task = await taskOf(world);
    const release = world.asana.server.holdDeliveries();
    const said = ask(world, task, "nonce-late");
    await answered(task, "nonce-late");
    release();
    await said.delivered;
    await lookedUp(world);
    expect(await quietTask(world, task)).toHaveLength(1);
    expect(everSeen(world, task)).toHaveLength(1);
  });

  test("what webhooks have brought is not looked up again by a sweep", async () => {
    const task = await taskOf(world);
    const story = ask(world, task, "nonce-known");
    await answered(task, "nonce-known");
    await quietTask(world, task);
    await sweptAgain();
    const looked = world.asana.wire.calls.filter(
      ({ method, path }) => method === "getStory" && path.includes(story.gid),
    );
    expect(looked).toHaveLength(1);
  });

  test("too many requests: the sweep waits as long as Asana says, and loses nothing", async () => {
    const { server, wire } = world.asana;
    const task = await taskOf(world);
    await quietTask(world, task, 0);
    server.lose();
    const reply = asanaFailure(429, "slow down", { "retry-after": "20" });
    const from = wire.calls.length;
    wire.fault({ method: "getEvents", fault: { kind: "reply", reply } });
    ask(world, task, "nonce-wait");
    await answered(task, "nonce-wait");
    const events = wire.calls.slice(from).filter(({ method }) => method === "getEvents");
    const refused = events.findIndex(({ status }) => status === 429);
    const [first, second] = events.slice(refused);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(20 * 40);
    await quietTask(world, task);
  });

  test("a long backlog is read page by page", async () => {
    const { server, tess } = world.asana;
    const task = await taskOf(world, "Busy");
    await lookedUp(world);
    server.lose(1);
    // More than the hundred that one sync token tells of.
    for (let n = 0; n < 130; n += 1) server.rename(task, tess, `Busy ${n}`);
    ask(world, task, "nonce-behind");
    await answered(task, "nonce-behind");
    await quietTask(world, task);
  });

  test("the runtime is down for more than a day: tokens and webhooks are gone, nothing is lost", async () => {
    const { server, project, tess, bot } = { ...world.asana, bot: world.asana.server.bot };
    const [said, silent] = [await taskOf(world, "Said"), await taskOf(world, "Silent")];
    await ask(world, said, "nonce-before-the-night").delivered;
    await answered(said, "nonce-before-the-night");
    await quietTask(world, said);
    await world.kill();
    ask(world, said, "nonce-in-the-night");
    server.comment(silent, tess, "nobody is asked");
    const born = server.createTask(tess, {
      name: "nonce-night-task",
      projects: [project],
      assignee: bot,
    });
    await server.advance(30 * HOUR_MS);
    expect(server.webhooks.every(({ gone }) => gone !== null)).toBe(true);
    const from = world.asana.wire.calls.length;
    world.bootSilently();
    await answered(said, "nonce-in-the-night", 40_000);
    await answered(born, "nonce-night-task", 40_000);
    const tokens = world.asana.wire.calls
      .slice(from)
      .filter(({ method }) => method === "getEvents");
    expect(tokens[0]?.status).toBe(412);
    await quietTask(world, said, 2);
    await quietTask(world, born);
    expect(asked(world, "nonce-before-the-night")).toHaveLength(1);
    expect(comments(world, said)).toHaveLength(2);
    expect(comments(world, born)).toHaveLength(1);
    await lookedUp(world);
    expect(await inspectTask(world, silent)).toMatchObject({ batches: [] });
    await world.asana.subscribed();
    expect((await account(world)).references.dead).toBe(0);
  }, 90_000);
});
