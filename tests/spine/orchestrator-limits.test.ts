import type { Behaviour } from "@trunkline/emulators";
import { afterEach, describe, expect, test } from "vitest";
import { askedOf, heard, plan, routed, script } from "../world/roles.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });

/** What one answer may cost, as the definition says: it ends with what is known. */
describe("a limit of one answer", () => {
  let world: World;
  afterEach(() => world?.close());

  async function begun(budgets: object, nonce: string, first: Behaviour) {
    world = await World.start({ env: { AGENT: JSON.stringify({ budgets }) } });
    const tess = somebody(world);
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", first);
    script(world, nonce, "aggregate", text("As far as it went."));
    return async () => {
      world.telegram.say(tess, `Do the work of ${nonce}`);
      await until("an answer", () => answers(world, tess).length > 0, 40_000);
      await quiet(world, tess);
      expect(answers(world, tess)).toEqual(["As far as it went."]);
    };
  }

  test("is held for steps and tokens", async () => {
    const nonce = "nonce-dear";
    const three = plan("a", "b", "c");
    const answered = await begun({ stepsPerTurn: 2, tokensPerTurn: 1 }, nonce, three);
    script(world, nonce, "mend", plan("a", "b<a"));
    await answered();
    expect(heard(world, nonce, "mend")).toContain("it has 3 steps, 2 are the most");
    // The plan itself has used it up.
    expect(askedOf(world, nonce)).toEqual(["plan", "mend", "aggregate"]);
    expect(heard(world, nonce, "aggregate")).toContain("what may be spent on one answer was spent");
  }, 120_000);

  test("is held for seconds", async () => {
    const nonce = "nonce-late";
    const answered = await begun({ secondsPerTurn: 2 }, nonce, plan("a", "b<a"));
    script(world, nonce, "worker", { kind: "silent" }, { until: Number.MAX_SAFE_INTEGER });
    await answered();
    expect(askedOf(world, nonce)).not.toContain("worker b");
    expect(heard(world, nonce, "aggregate")).toContain("it took too long");
  }, 120_000);
});
