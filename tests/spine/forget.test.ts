import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../world/search.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What is not needed any more is deleted. */
describe("clean-up", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { idleMs: 600, keepAliveMs: 200 } });
  }, 60_000);
  afterAll(() => world?.close());

  /** Whether the text lies in any database of the answering agent, its -wal included. */
  const held = (text: string) =>
    filesBelow(world.prepared.dataDir).some(
      ({ name, bytes }) => name.includes("SimpleAgent") && bytes.includes(text),
    );

  test("an idle pool object gives its storage back and works again afterwards", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, "nonce-forget-me");
    await until("the run is a row", () => held("nonce-forget-me"));
    await until("the answer", () => answers(world, tess).length === 1);
    await quiet(world, tess);
    await until("the storage is gone", () => !held("nonce-forget-me"));
    // And the object still works.
    world.telegram.say(tess, "nonce-once-more");
    await until("the next answer", () => answers(world, tess).length === 2);
    expect(answers(world, tess)[1]).toContain("nonce-once-more");
  });
});
