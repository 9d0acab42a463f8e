import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, asked, NOT_ROUTING, quiet, ROUTING, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** A model that misbehaves: one sensible visible outcome each. */
describe("a model that", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  /** Says something and returns the one answer, with the state that its batch ended in. */
  async function outcome(text: string) {
    const tess = somebody(world);
    world.telegram.say(tess, text);
    await until("an outcome", () => answers(world, tess).length > 0);
    const { batches } = await quiet(world, tess);
    const seen = answers(world, tess);
    expect(seen).toHaveLength(1);
    return { text: seen[0] ?? "", batch: batches[0] };
  }

  test("stalls in mid-stream is asked again", async () => {
    world.model.next({ kind: "stall", afterDeltas: 3 }, NOT_ROUTING);
    const { text, batch } = await outcome("nonce-stall");
    expect(text).toContain("nonce-stall");
    expect(batch?.state).toBe("answered");
    expect(asked(world, "nonce-stall")).toHaveLength(2);
  });

  test("never sends a byte is given up after three times, with a notice", async () => {
    world.model.next({ kind: "silent" }, { ...NOT_ROUTING, times: 3 });
    const { text, batch } = await outcome("nonce-silent");
    expect(text).toMatch(/fell silent several times\. Your message is kept/);
    expect(batch?.state).toBe("dead");
    expect(asked(world, "nonce-silent")).toHaveLength(3);
  });

  test.each(["cut", "end-early", "garbage"] as const)(
    "breaks its stream (%s) is asked again",
    async (kind) => {
      world.model.next({ kind, afterDeltas: 4 }, NOT_ROUTING);
      const { text, batch } = await outcome(`nonce-${kind}`);
      expect(text).toMatch(/see what I can do\.$/);
      expect(batch?.state).toBe("answered");
    },
  );

  test("sends an error event in mid-stream is asked again", async () => {
    world.model.next({ kind: "error-event", afterDeltas: 2 }, NOT_ROUTING);
    expect((await outcome("nonce-error")).batch?.state).toBe("answered");
  });

  test.each([529, 500, 429])("answers %i for a while is asked until it answers", async (status) => {
    const during = { ...NOT_ROUTING, until: Date.now() + 1_500 };
    world.model.next({ kind: "status", status, retryAfterSeconds: 1 }, during);
    const { text, batch } = await outcome(`nonce-${status}`);
    expect(text).toContain(`nonce-${status}`);
    expect(batch?.state).toBe("answered");
  });

  test.each([
    [400, /could not work with this message/],
    [401, /its key is refused/],
  ])("answers %i is not asked again", async (status, notice) => {
    world.model.next({ kind: "status", status }, NOT_ROUTING);
    const { text, batch } = await outcome(`nonce-${status}`);
    expect(text).toMatch(notice);
    expect(batch?.state).toBe("dead");
    expect(asked(world, `nonce-${status}`)).toHaveLength(1);
  });

  test("says nothing at all is asked again", async () => {
    world.model.next({ kind: "empty" }, NOT_ROUTING);
    expect((await outcome("nonce-empty")).text).toContain("nonce-empty");
  });

  test("declines is quoted as declining", async () => {
    world.model.next({ kind: "text", text: "No.", stop: "refusal" }, NOT_ROUTING);
    expect((await outcome("nonce-refusal")).text).toMatch(/declined to answer/);
  });

  test("stops at its limit: the answer says so", async () => {
    world.model.next({ kind: "text", text: "It begins", stop: "max_tokens" }, NOT_ROUTING);
    expect((await outcome("nonce-limit")).text).toMatch(/^It begins\n\n\(The model stopped here/);
  });

  test.each(["prose", "wrong-shape", "truncated"] as const)(
    "returns nonsense to the router (%s): the simple agent answers",
    async (how) => {
      world.model.next({ kind: "nonsense", how }, ROUTING);
      const { text, batch } = await outcome(`nonce-${how}`);
      expect(text).toContain(`nonce-${how}`);
      expect(JSON.parse(batch?.route ?? "{}")).toMatchObject({ route: "simple", tier: "fallback" });
    },
  );

  test("keeps the router waiting: the simple agent answers", async () => {
    world.model.next({ kind: "silent" }, ROUTING);
    const { batch } = await outcome("nonce-router-silent");
    expect(JSON.parse(batch?.route ?? "{}")).toMatchObject({ route: "simple", tier: "fallback" });
  });

  test("is paid for is recorded with its tokens, and told to cache its prompt", async () => {
    const { batch } = await outcome("nonce-usage");
    const usage = JSON.parse(batch?.usage ?? "{}");
    expect(usage).toMatchObject({ model: "claude-sonnet-5-5" });
    expect(usage.output).toBeGreaterThan(0);
    const request = world.model.journal.findLast(({ prompt }) => prompt?.includes("nonce-usage"));
    expect(request?.call.raw).toContain('"cache_control"');
  });
});
