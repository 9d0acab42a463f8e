import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, asked, botTexts, inspect, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** Commands: beside the active batch, or at their place in the order. */
describe("commands", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { rotateMs: 300 } });
  }, 60_000);
  afterAll(() => world?.close());

  const running = (user: ReturnType<typeof somebody>) =>
    until("a batch runs", async () =>
      (await inspect(world, user)).batches.some(({ state }) => state === "active"),
    );

  test("/stop turns a running answer into one word and keeps what waits", async () => {
    const tess = somebody(world);
    world.model.next({ kind: "lasting", durationMs: 30_000, deltas: 300 }, NOT_ROUTING);
    world.telegram.say(tess, "a very long one");
    await until("it streams", () => botTexts(world, tess).some((text) => /offline/.test(text)));
    world.telegram.say(tess, "and then this");
    await world.telegram.say(tess, "/stop").delivered;
    await until("the next answer", () => answers(world, tess).length === 2);
    const { batches } = await quiet(world, tess);
    expect(batches.map(({ state }) => state)).toEqual(["answered", "stopped"]);
    expect(answers(world, tess)[0]).toBe("Stopped.");
    expect(answers(world, tess)[1]).toContain("and then this");
    // The model's stream was let go: nobody pays for the rest of it.
    expect(world.model.paid("a very long one")).toBe(0);
  });

  test("/stop with nothing running says so, once", async () => {
    const tess = somebody(world);
    const said = world.telegram.say(tess, "/stop");
    await said.delivered;
    await until("a reply", () => answers(world, tess).length === 1);
    await world.telegram.duplicate(said.update_id, 3);
    await world.telegram.say(tess, "hello").delivered;
    await until("an answer", () => answers(world, tess).length === 2);
    expect(answers(world, tess)[0]).toBe("Nothing is running.");
    expect((await inspect(world, tess)).batches).toHaveLength(1);
  });

  test("/stop loses against a final that is on its way", async () => {
    const tess = somebody(world);
    const final = world.telegram.wire.barrier("arrived", {
      match: ({ method, raw }) => method === "editMessageText" && raw.includes("what I can do."),
    });
    world.telegram.say(tess, "quick one");
    await final.hit;
    await world.telegram.say(tess, "/stop").delivered;
    final.release();
    await quiet(world, tess);
    await until("both", () => answers(world, tess).length === 2);
    expect(answers(world, tess)[0]).toContain("quick one");
    expect(answers(world, tess)[1]).toBe("Nothing is running.");
  });

  test("/status answers beside a running answer", async () => {
    const tess = somebody(world);
    world.model.next({ kind: "lasting", durationMs: 1_500, deltas: 15 }, NOT_ROUTING);
    world.telegram.say(tess, "take your time");
    await running(tess);
    await world.telegram.say(tess, "/status").delivered;
    await until("status", () =>
      botTexts(world, tess).some((text) => /^Working for \d+ s\./.test(text)),
    );
    expect((await inspect(world, tess)).batches[0]?.state).toBe("active");
    await quiet(world, tess);
  });

  test("/new forgets at its place in the order", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, "my name is nonce-walrus");
    await until("answered", () => answers(world, tess).length === 1);
    world.model.next({ kind: "lasting", durationMs: 700, deltas: 7 }, NOT_ROUTING);
    world.telegram.say(tess, "before the reset");
    await running(tess);
    world.telegram.say(tess, "/new");
    world.telegram.say(tess, "after the reset");
    await until("all", () => answers(world, tess).length === 4);
    await quiet(world, tess);
    const requests = world.model.journal
      .filter(({ router }) => !router)
      .map(({ call }) => call.raw);
    const [before, after] = ["before the reset", "after the reset"].map((text) =>
      requests.findLast((raw) => raw.includes(text)),
    );
    expect(before).toContain("nonce-walrus");
    expect(after).not.toContain("nonce-walrus");
    expect(after).not.toContain("before the reset");
    expect(answers(world, tess)[2]).toMatch(/fresh start/);
  });

  test("/help and /start explain, in the person's language", async () => {
    const tess = somebody(world, "de-AT");
    world.telegram.say(tess, "/start");
    await until("help", () => answers(world, tess).some((text) => text.includes("Schreib mir")));
    expect(asked(world, "/start")).toEqual([]);
  });

  test("a message during a run waits for its turn and sees the answer before it", async () => {
    const tess = somebody(world);
    world.model.next(
      { kind: "lasting", durationMs: 600, deltas: 6, text: "It is nonce-otter." },
      NOT_ROUTING,
    );
    world.telegram.say(tess, "what is it?");
    await running(tess);
    world.telegram.say(tess, "and what was that again?");
    await until("both", () => answers(world, tess).length === 2);
    const second = world.model.journal.findLast(({ prompt }) => prompt?.includes("that again"));
    expect(second?.call.raw).toContain("nonce-otter");
    expect(second?.prompt).not.toContain("nonce-otter");
  });

  test("while nothing is streamed yet, the progress text changes now and then", async () => {
    const tess = somebody(world);
    const asked = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes("nonce-patience") && !raw.includes("requiresHumanApproval"),
    });
    world.telegram.say(tess, "nonce-patience");
    await asked.hit;
    const versions = () =>
      world.telegram.everVisible(tess.id).filter(({ bot, text }) => bot && text.endsWith("…"));
    await until("three sentences of patience", () => versions().length >= 3);
    asked.release();
    await until("the answer", () => answers(world, tess).length === 1);
    const said = versions().map(({ text }) => text);
    expect(said[0]).toBe("Thinking …");
    expect(new Set(said.slice(0, 3)).size).toBe(3);
    expect(answers(world, tess)[0]).toContain("nonce-patience");
  });

  test("a press on a button that nobody knows is acknowledged once", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, "hello");
    await until("answer", () => answers(world, tess).length === 1);
    const bot = world.telegram.chat(tess.id).messages.find(({ from }) => from.is_bot);
    const pressed = world.telegram.press(tess, bot?.message_id ?? 0, "made-up");
    expect((await pressed.answered).text).toMatch(/no longer in use/);
    await world.telegram.duplicate(pressed.update_id, 3);
    await quiet(world, tess);
    const acks = world.telegram.wire.calls.filter(({ method }) => method === "answerCallbackQuery");
    expect(acks).toHaveLength(1);
  });
});
