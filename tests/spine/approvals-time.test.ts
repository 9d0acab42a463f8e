import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, everSeen, ours, pullOf, quietSpot } from "../world/threads.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const DAY = 24 * 3_600_000;
/** A kill inside an alarm's handler costs the lifecycle's deadman of 30 s. */
const DEADMAN_MS = 60_000;

/** Days pass while the runtime is down: its clock is ahead when it comes back, and nobody asks it anything. */
describe("an approval and time", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      github: { as: "token" },
      timings: { approvalLookMs: 1_000 },
      env: { TRUNKLINE_CLOCK_OFFSET_MS: "0" },
    });
  }, 120_000);
  afterAll(() => world?.close());

  async function restart(days: number): Promise<void> {
    await world.kill();
    world.prepared.env.TRUNKLINE_CLOCK_OFFSET_MS = String(days * DAY);
    world.bootSilently();
  }

  test("is mentioned once more, ends after seven days, says so, and cannot be approved then", async () => {
    const pull = pullOf(world);
    world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
    await ask(world, pull, "merge it now, please").delivered;
    const count = (words: string) =>
      everSeen(world, pull).filter((text) => text.includes(words)).length;
    const card = await until("a card", () =>
      ours(world, pull).find(({ text }) => text.includes("/approve")),
    );
    await quietSpot(world, { thread: pull });
    await restart(4);
    await until("it is up", async () => (await quietSpot(world, { thread: pull })).length === 1);
    expect(count("Still waiting")).toBe(0);
    // Killed when the conversation has just committed it.
    const kept = world.steps.barrier("arrived", { method: "tell:kept" });
    await restart(6);
    await kept.hit;
    await world.kill();
    kept.release("drop");
    world.bootSilently();
    await until("a reminder", () => count("Still waiting") === 1, DEADMAN_MS);
    await restart(6.5);
    await until("it is up", async () => (await quietSpot(world, { thread: pull })).length === 1);
    await restart(8);
    const end = () => count("Nobody decided in time, so nothing was done") === 1;
    await until("the end", end, DEADMAN_MS);
    const closed = await until("the card says so", () =>
      ours(world, pull).find(
        ({ id, text }) => id === card.id && text.includes("Nobody decided in time"),
      ),
    );
    expect(closed.text).not.toContain("[ ]");
    const code = /\/approve (\w{8})/.exec(card.text)?.[1] ?? "";
    await world.github.server.comment(pull, world.github.owner, `/approve ${code}`).delivered;
    await until("it is too late", () => count("too late") === 1);
    await quietSpot(world, { thread: pull });
    expect(count("Still waiting")).toBe(1);
    expect(count("so nothing was done")).toBe(1);
    expect(world.github.wire.calls.filter(({ method }) => method === "mergePull")).toEqual([]);
  }, 200_000);
});

/** What was agreed to is not begun after the ledger may have forgotten that it was done. */
describe("an act and the ledger's memory", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      github: { as: "token" },
      env: { TRUNKLINE_CLOCK_OFFSET_MS: String(-31 * DAY) },
    });
  }, 120_000);
  afterAll(() => world?.close());

  test("approved 31 days ago and not begun: it is refused in clear words, and not done", async () => {
    const pull = pullOf(world);
    world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
    await ask(world, pull, "merge it now, please").delivered;
    const card = await until("a card", () =>
      ours(world, pull).find(({ text }) => text.includes("/approve")),
    );
    const code = /\/approve (\w{8})/.exec(card.text)?.[1] ?? "";
    const decided = world.steps.barrier("arrived", { method: "approval:decided" });
    await world.github.server.comment(pull, world.github.owner, `/approve ${code}`).delivered;
    await decided.hit;
    await world.kill();
    decided.release("drop");
    world.prepared.env.TRUNKLINE_CLOCK_OFFSET_MS = "0";
    world.bootSilently();
    const words = "agreed to more than 30 days ago";
    const said = () => ours(world, pull).some(({ text }) => text.includes(words));
    await until("it says why", said, DEADMAN_MS);
    await quietSpot(world, { thread: pull });
    expect(world.github.wire.calls.filter(({ method }) => method === "mergePull")).toEqual([]);
  }, 120_000);
});
