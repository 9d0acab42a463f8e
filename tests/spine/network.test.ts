import type { Fault, Wire } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labelOf } from "../crash/points.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const FAULTS: readonly Fault[] = [
  { kind: "cut-before" },
  { kind: "cut-after" },
  { kind: "reset" },
  { kind: "half-body" },
  { kind: "timeout", applied: false },
  { kind: "timeout", applied: true },
  { kind: "late", ms: 250 },
  { kind: "slow", ms: 200 },
];
const CALLS = ["route", "answer", "sendMessage", "sendChatAction", "edit final"] as const;

/** Every kind of network fault at every outgoing call: one answer, nothing left open. */
describe("network faults", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  const wireOf = (call: string): ["telegram" | "model", Wire] =>
    call === "route" || call === "answer"
      ? ["model", world.model.wire]
      : ["telegram", world.telegram.wire];

  async function answeredOnce(text: string) {
    const tess = somebody(world);
    world.telegram.say(tess, text);
    const answered = () => answers(world, tess).some((said) => /what I can do\.$/.test(said));
    await until(`the answer to ${text}`, answered, 30_000);
    const { batches } = await quiet(world, tess);
    expect(batches.map(({ state }) => state)).toEqual(["answered"]);
    const holders = new Set(
      world.telegram
        .everVisible(tess.id)
        .filter(({ bot, text: seen }) => bot && seen.includes(text))
        .map(({ message_id }) => message_id),
    );
    expect(holders.size).toBe(1);
  }

  const table = CALLS.flatMap((call) => FAULTS.map((fault) => ({ call, fault, name: fault.kind })));
  test.each(table)(
    "$name at $call",
    async ({ call, fault }) => {
      const [name, wire] = wireOf(call);
      wire.fault({ match: (other) => labelOf(name, other) === call, fault });
      await answeredOnce(`nonce ${call} ${fault.kind} ${JSON.stringify(fault).length}`);
    },
    40_000,
  );

  test.each(["sendMessage", "edit final"] as const)(
    "5xx and 429 at %s",
    async (call) => {
      const [name, wire] = wireOf(call);
      const match = (other: Parameters<typeof labelOf>[1]) => labelOf(name, other) === call;
      const refused = (status: number, body: unknown): Fault => ({
        kind: "reply",
        reply: { status, body },
      });
      wire.fault({ match, fault: refused(502, "<html>Bad Gateway</html>") });
      wire.fault({
        match,
        fault: refused(500, { ok: false, error_code: 500, description: "Internal Server Error" }),
      });
      wire.fault({
        match,
        fault: refused(429, {
          ok: false,
          error_code: 429,
          description: "Too Many Requests: retry after 3",
          parameters: { retry_after: 3 },
        }),
      });
      await answeredOnce(`nonce refusals at ${call}`);
    },
    40_000,
  );

  test("connections refused for a while, at both wires", async () => {
    await Promise.all([world.telegram.wire.refuse(), world.model.wire.refuse()]);
    const tess = somebody(world);
    world.telegram.say(tess, "nonce while nobody listens");
    await until("it has tried", () => world.printed().includes("call.failed"));
    await Promise.all([world.telegram.wire.accept(), world.model.wire.accept()]);
    await until("an outcome", () => answers(world, tess).length === 1, 30_000);
    await quiet(world, tess);
  }, 60_000);

  test("who we are is asked again after every kind of fault", async () => {
    const kinds = FAULTS.filter(({ kind }) => kind !== "timeout");
    const fresh = await World.start({
      timings: { accountMs: 100, platformSecondMs: 4 },
      beforeBoot: ({ wire }) => {
        for (const fault of kinds) wire.fault({ method: "getMe", fault });
      },
    });
    try {
      expect(
        await until("identity", async () => {
          const account = (await fresh.admin("/account")) as { identity: { name?: string } | null };
          return account.identity;
        }),
      ).toMatchObject({ id: "424242", name: "trunkline_bot" });
      const asked = fresh.telegram.wire.calls.filter(({ method }) => method === "getMe");
      // A slow answer is an answer.
      expect(asked.length).toBeGreaterThanOrEqual(kinds.length - 1);
    } finally {
      await fresh.close();
    }
  }, 60_000);
});
