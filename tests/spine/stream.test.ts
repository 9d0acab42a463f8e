import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, botTexts, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const THREE_MINUTES = 180_000;

/**
 * Real time, production timings: workerd drops an object that has had no event for about 140 seconds,
 * with everything it awaits. Ours has an alarm while it works, the conversation's and the pool's.
 */
describe("a stream of three minutes", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { TIMINGS: "{}" } });
  }, 60_000);
  afterAll(() => world?.close());

  test("comes to its answer, asked once", async () => {
    const tess = somebody(world);
    // Eighteen words, ten seconds apart.
    const text = `${"word ".repeat(17)}nonce-patience.`;
    world.model.next({ kind: "lasting", durationMs: THREE_MINUTES, deltas: 18, text }, NOT_ROUTING);
    world.telegram.say(tess, "take three minutes for nonce-long");
    await until("progress", () => botTexts(world, tess).some((t) => t.startsWith("word")), 60_000);
    const done = () => answers(world, tess).some((t) => t.endsWith("nonce-patience."));
    await until("the answer", done, THREE_MINUTES + 60_000);
    const { batches } = await quiet(world, tess);
    expect(world.model.asked("nonce-long")).toBe(2);
    expect(batches[0]).toMatchObject({ state: "answered", failures: 0 });
    expect(answers(world, tess)).toHaveLength(1);
  }, 300_000);
});
