import type { Fault } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labelOf } from "../crash/points.ts";
import { answers, asked, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What is no reason to give up, and what is seen when there is one. */
describe("giving up", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { outageMostMs: 300 } });
  }, 60_000);
  afterAll(() => world?.close());

  const refused = (description: string): Fault => ({
    kind: "reply",
    reply: { status: 400, body: { ok: false, error_code: 400, description } },
  });

  test("a pool that cannot be reached for a while is no failure of the run", async () => {
    const tess = somebody(world);
    // `start` fails nine times: with three failures of three attempts this would be a dead letter.
    world.steps.fault({
      method: "run:accepted",
      times: 9,
      fault: { kind: "reply", reply: { status: 500, body: "" } },
    });
    world.telegram.say(tess, "nonce-unreachable");
    await until("the answer", () =>
      answers(world, tess).some((text) => text.includes("nonce-unreachable")),
    );
    expect((await quiet(world, tess)).batches[0]?.state).toBe("answered");
    expect(asked(world, "nonce-unreachable")).toHaveLength(1);
  });

  test.each([
    "Bad Request: MESSAGE_TOO_LONG",
    "Bad Request: something new",
    "Bad Request: message to edit not found",
    "Bad Request: can't parse entities: no",
  ])("progress refused with %j is muted, the answer comes", async (description) => {
    const tess = somebody(world);
    world.model.next({ kind: "lasting", durationMs: 500, deltas: 10 }, NOT_ROUTING);
    world.telegram.wire.fault({
      match: (call) => labelOf("telegram", call) === "edit progress",
      times: 1,
      fault: refused(description),
    });
    world.telegram.say(tess, `nonce-muted ${description.length}`);
    await until("the answer", () =>
      answers(world, tess).some((text) => /what I can do\.$/.test(text)),
    );
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("answered");
  });

  test("a text that the platform refuses in every form becomes a notice", async () => {
    const tess = somebody(world);
    world.telegram.wire.fault({
      match: (call) =>
        labelOf("telegram", call) === "edit final" && !call.raw.includes("another form"),
      times: 20,
      fault: refused("Bad Request: this text is not wanted"),
    });
    world.telegram.say(tess, "nonce-refused");
    await until("a notice", () =>
      answers(world, tess).some((text) => /cannot be shown here/.test(text)),
    );
    world.telegram.wire.clear();
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("dead");
    expect(answers(world, tess)).toHaveLength(1);
  });

  test("of an answer in parts only the refused part becomes a notice", async () => {
    const tess = somebody(world);
    const text = ["one", "two", "six"].map((n) => `${`${n} `.repeat(970)}END.`).join("\n\n");
    world.model.next({ kind: "text", text }, NOT_ROUTING);
    world.telegram.wire.fault({
      match: (call) => call.method === "editMessageText" && call.raw.includes("two two"),
      times: 20,
      fault: refused("Bad Request: this text is not wanted"),
    });
    world.telegram.say(tess, "nonce-part");
    const { batches } = await quiet(world, tess);
    world.telegram.wire.clear();
    expect(batches[0]?.state).toBe("answered");
    expect(answers(world, tess)).toEqual([
      expect.stringMatching(/^one one/),
      expect.stringMatching(/cannot be shown here/),
      expect.stringMatching(/^six six/),
    ]);
  });

  test("a 429 of no seconds is a wait all the same", async () => {
    const tess = somebody(world);
    const from = world.telegram.wire.calls.length;
    const until429 = Date.now() + 800;
    world.telegram.wire.fault({
      method: "sendMessage",
      times: 10_000,
      until: until429,
      fault: {
        kind: "reply",
        reply: {
          status: 429,
          body: {
            ok: false,
            error_code: 429,
            description: "Too Many Requests: retry after 0",
            parameters: { retry_after: 0 },
          },
        },
      },
    });
    world.telegram.say(tess, "nonce-zero");
    await until("the answer", () =>
      answers(world, tess).some((text) => text.includes("nonce-zero")),
    );
    const knocks = world.telegram.wire.calls.slice(from).filter(({ status }) => status === 429);
    // One platform second is 40 ms here: twenty of them at the most.
    expect(knocks.length).toBeLessThanOrEqual(21);
    await quiet(world, tess);
  });

  test("downtime is no work: a recorded answer is delivered after it, and not asked for again", async () => {
    await world.close();
    world = await World.start({ timings: { workBudgetMs: 1_500 } });
    const tess = somebody(world);
    const recorded = world.steps.barrier("arrived", { method: "model:recorded" });
    world.telegram.say(tess, "nonce-downtime");
    await recorded.hit;
    await world.kill();
    recorded.release("drop");
    // Longer than the work budget.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    world.bootSilently();
    await until("the answer", () =>
      answers(world, tess).some((text) => text.includes("nonce-downtime")),
    );
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("answered");
    expect(asked(world, "nonce-downtime")).toHaveLength(1);
  });
});
