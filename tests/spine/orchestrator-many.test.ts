import type { Behaviour } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedOf, plan, routed, script } from "../world/roles.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });

/** With production's timings: twenty at once are slow on a small machine, and slow is not broken. */
describe("twenty conversations at once", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { TIMINGS: "{}" } });
  }, 60_000);
  afterAll(() => world?.close());

  function ask(nonce: string) {
    const tess = somebody(world);
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", plan("a", "b", "c<a,b"));
    script(world, nonce, "aggregate", text(`The end of ${nonce}.`));
    world.telegram.say(tess, `Do the work of ${nonce}`);
    return tess;
  }

  test("are planned and answered, and none waits for a slow one", async () => {
    const slow = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes("nonce-slow-x") && raw.includes("task of a"),
    });
    const waiting = ask("nonce-slow-x");
    await slow.hit;
    const nonces = Array.from({ length: 20 }, (_, at) => `nonce-many-${at}-x`);
    for (const [nonce, tess] of nonces.map((one) => [one, ask(one)] as const)) {
      await until(nonce, () => answers(world, tess).length > 0, 120_000);
      expect(answers(world, tess)).toEqual([`The end of ${nonce}.`]);
      expect(askedOf(world, nonce)).toHaveLength(5);
    }
    expect(answers(world, waiting)).toEqual([]);
    slow.release();
    await until("the slow one", () => answers(world, waiting).length > 0, 60_000);
    await quiet(world, waiting);
    expect(answers(world, waiting)).toEqual(["The end of nonce-slow-x."]);
  }, 300_000);
});
