import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, asked, inspect, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

interface Account {
  readonly conversations: readonly Record<string, string | number>[];
}

/** So many are kept, however old they are; the operator's view of a conversation shows as many turns of any kind. */
const KEPT = 20;

/** What could not be answered or delivered: visible, listed, replayed or dropped. */
describe("dead letters", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  async function listed(chat: number) {
    const account = (await world.admin("/account")) as Account;
    return account.conversations.find(
      ({ conversation }) => conversation === `telegram:424242/${chat}`,
    );
  }

  async function deadLetter(text: string) {
    const tess = somebody(world);
    world.model.next({ kind: "status", status: 400 }, NOT_ROUTING);
    const said = world.telegram.say(tess, text);
    await until("a notice", () => answers(world, tess).length === 1);
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("dead");
    return { tess, said, id: batches[0]?.id ?? "" };
  }

  test("a replay turns the notice into the answer", async () => {
    const { tess, id } = await deadLetter("nonce-replay");
    await until("it is listed", async () => (await listed(tess.id))?.dead === 1);
    await world.admin(`/conversations/${tess.id}/batches/${id}/replay`, "POST");
    await until("the answer", () => answers(world, tess)[0]?.includes("nonce-replay"));
    await quiet(world, tess);
    expect(answers(world, tess)).toHaveLength(1);
    await until("it is not listed any more", async () => (await listed(tess.id)) === undefined);
  });

  test("a redelivery revives, once", async () => {
    const { tess, said } = await deadLetter("nonce-revive");
    await world.telegram.duplicate(said.update_id, 4);
    await until("the answer", () => answers(world, tess)[0]?.includes("nonce-revive"));
    const { batches } = await quiet(world, tess);
    expect(batches.map(({ state }) => state)).toEqual(["answered"]);
    expect(answers(world, tess)).toHaveLength(1);
    expect(asked(world, "nonce-revive")).toHaveLength(2);
  });

  test("dropped: it is gone from the list and stays a notice", async () => {
    const { tess, id } = await deadLetter("nonce-drop");
    await world.admin(`/conversations/${tess.id}/batches/${id}/drop`, "POST");
    await until("it is not listed any more", async () => (await listed(tess.id)) === undefined);
    expect((await inspect(world, tess)).batches[0]?.state).toBe("dropped");
    await expect(
      world.admin(`/conversations/${tess.id}/batches/${id}/replay`, "POST"),
    ).rejects.toThrow("409");
  });

  test("a conversation goes on after a dead letter", async () => {
    const { tess } = await deadLetter("nonce-before");
    world.telegram.say(tess, "nonce-after");
    await until("the next answer", () => answers(world, tess)[1]?.includes("nonce-after"));
  });

  test("blocked by the person: undeliverable and listed; unblocked and replayed: delivered, not paid again", async () => {
    const tess = somebody(world);
    const gate = world.telegram.wire.barrier("arrived", { method: "sendMessage" });
    world.telegram.say(tess, "nonce-blocked");
    await gate.hit;
    await world.telegram.block(tess).delivered.catch(() => null);
    gate.release();
    await until("it is listed", async () => (await listed(tess.id))?.undeliverable === 1);
    const { batches } = await inspect(world, tess);
    expect(batches[0]).toMatchObject({ state: "undeliverable" });
    expect(batches[0]?.error).toMatch(/bot was blocked by the user/);
    await world.telegram.unblock(tess).delivered.catch(() => null);
    await world.admin(`/conversations/${tess.id}/batches/${batches[0]?.id}/replay`, "POST");
    await until("the answer", () =>
      answers(world, tess).some((text) => text.includes("nonce-blocked")),
    );
    await quiet(world, tess);
    expect(asked(world, "nonce-blocked")).toHaveLength(1);
  });
});

test("however much is said afterwards a dead letter is seen; with time the oldest are dropped, and counted in the log", async () => {
  // What is old is looked for all the time.
  const world = await World.start({ timings: { letterMs: 0, forgetMs: 400, keepMs: 60_000 } });
  const tess = somebody(world);
  const states = async () => (await quiet(world, tess)).batches.map(({ state }) => state);
  const say = async (text: string) => {
    world.telegram.say(tess, text);
    const isNewest = async () => (await inspect(world, tess)).batches[0]?.text.includes(text);
    await until("a turn more", isNewest);
    return quiet(world, tess);
  };
  try {
    world.model.next({ kind: "status", status: 400 }, NOT_ROUTING);
    world.telegram.say(tess, "nonce-first");
    await until("a notice", () => answers(world, tess).length === 1);
    for (let turns = 1; turns <= KEPT; turns += 1) await say(`hello ${turns}`);
    expect(await states()).toEqual([...Array(KEPT).fill("answered"), "dead"]);
    world.model.next({ kind: "status", status: 400 }, { ...NOT_ROUTING, times: KEPT });
    for (let turns = 1; turns <= KEPT; turns += 1) await say(`nonce-${turns}`);
    await until("the first is dropped", async () => (await states()).length === KEPT);
    const { batches } = await inspect(world, tess);
    expect(batches.map(({ text }) => text.join())).not.toContain("nonce-first");
    expect(world.printed()).toMatch(/letters\.dropped[^\n]*letters\W+1\D/);
  } finally {
    await world.close();
  }
}, 120_000);
