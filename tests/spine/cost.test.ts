import type { Behaviour } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedOf, askPlanned, type roleOf, script } from "../world/roles.ts";
import { answers, botTexts, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });

/** What was paid for is told, whatever came of it. */
describe("the cost of a turn", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  /** What the pool has paid for a run, by its own log. */
  function paidFor(run: string): number {
    const lines = world
      .printed()
      .replaceAll("\\", "")
      .matchAll(/\{"part":"(?:pool|worker)","event":"model\.paid"[^}]*\}/g);
    return [...lines]
      .map(([line]) => JSON.parse(line) as Record<string, number | string>)
      .filter((line) => String(line.run).startsWith(run) && line.agent !== "router")
      .reduce((sum, { input, output, cacheRead, cacheWrite }) => {
        return sum + Number(input) + Number(output) + Number(cacheRead) + Number(cacheWrite);
      }, 0);
  }
  const total = (usage: string | null | undefined): number => {
    const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = JSON.parse(usage ?? "{}");
    return input + output + cacheRead + cacheWrite;
  };

  test("that a plan has come to nothing for is told with the answer, and by /status", async () => {
    const nonce = "nonce-noplan";
    script(world, nonce, "mend", text("I would rather not plan."));
    const tess = askPlanned(world, nonce, text("I would rather not plan."));
    await until("an answer", () => answers(world, tess).length > 0);
    const { batches } = await quiet(world, tess);
    const [batch] = batches;
    expect(askedOf(world, nonce)).toEqual(["plan", "mend", "answer"]);
    const spent = total(batch?.usage);
    await until("the log has it", () => paidFor(batch?.id ?? "?") >= spent);
    expect(paidFor(batch?.id ?? "?")).toBe(spent);
    world.telegram.say(tess, "/status");
    const told = () => botTexts(world, tess).find((seen) => /Tokens today/.test(seen));
    await until("the status", () => told() !== undefined);
    expect(told()?.replace(/\D+/g, " ")).toContain(String(spent));
  }, 60_000);

  test("of a turn that has failed counts what was recorded of it", async () => {
    const nonce = "nonce-failed";
    script(world, nonce, "mend", text("I would rather not plan."));
    script(world, nonce, "answer", { kind: "text", text: "No.", stop: "refusal" });
    const tess = askPlanned(world, nonce, text("I would rather not plan."));
    await until("a notice", () => answers(world, tess).length > 0);
    const { batches } = await quiet(world, tess);
    expect(batches[0]).toMatchObject({ state: "dead" });
    expect(total(batches[0]?.usage)).toBeGreaterThan(0);
  }, 60_000);

  test("includes the summary of what was said before", async () => {
    const tess = somebody(world);
    world.model.next({ kind: "long", chars: 60_000 }, { ...NOT_ROUTING, times: 3 });
    for (const at of [1, 2, 3]) {
      world.telegram.say(tess, `tell me story ${at}`);
      await until("a story", async () => (await quiet(world, tess)).batches.length === at);
    }
    const short = (request: Parameters<typeof roleOf>[0]) =>
      JSON.stringify(request.system).includes("older part of a conversation");
    world.model.next(text("Three stories."), { match: short });
    world.telegram.say(tess, "and what was it all about, tell me");
    await until("an answer", async () => (await quiet(world, tess)).batches.length === 4);
    const [batch] = (await quiet(world, tess)).batches;
    const spent = total(batch?.usage);
    await until("the log has it", () => paidFor(batch?.id ?? "?") >= spent);
    expect(paidFor(batch?.id ?? "?")).toBe(spent);
    // Most of it: what was put in short is longer than all else.
    expect(spent).toBeGreaterThan(30_000);
  }, 60_000);
});
