import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, inspect, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** One second of the platform is one millisecond here, in the runtime and in the emulator. */
const SCALE = 1_000;

/** Waits that a platform asks for: kept by rows, so that a restart changes nothing. */
describe("a 429 of an hour", () => {
  let world: World;
  beforeAll(async () => {
    const start = Date.now();
    world = await World.start({
      now: () => start + (Date.now() - start) * SCALE,
      timings: { platformSecondMs: 1 },
    });
  }, 60_000);
  afterAll(() => world?.close());

  for (const restart of [false, true]) {
    test(`nothing is sent to the chat before${restart ? ", also across a restart" : ""}`, async () => {
      const tess = somebody(world);
      await world.telegram.say(tess, "hello").delivered;
      await until("the first answer", () => answers(world, tess).length === 1);
      await quiet(world, tess);
      world.telegram.rateLimit({ chat: tess.id, seconds: 3_600 });
      const from = world.telegram.wire.calls.length;
      world.telegram.say(tess, "and now?");
      const calls = () =>
        world.telegram.wire.calls
          .slice(from)
          .filter(({ raw, method }) => raw.includes(String(tess.id)) && method !== "setWebhook");
      await until("it has been told to wait", () => calls().some(({ status }) => status === 429));
      if (restart) {
        // A row that is not on disk yet is asked for again, and that is right.
        await until("the wait is a row", async () => {
          const { blockedUntil, batches } = await inspect(world, tess);
          const tried = batches.some(({ posts }) => posts.some(({ tries }) => tries > 0));
          return blockedUntil > Date.now() || tried;
        });
        await world.kill();
        world.bootSilently();
      }
      await until("the answer", () => answers(world, tess).length === 2, 30_000);
      await quiet(world, tess);
      const statuses = calls().map(({ status }) => status);
      // One refusal, then silence, then only successes: nobody knocked meanwhile.
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      expect(statuses[0]).toBe(429);
    }, 60_000);
  }
});
