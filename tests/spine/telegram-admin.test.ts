import { ANONYMOUS_ADMIN, type Chat, type User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, type ChatInspection, NOT_ROUTING, quiet } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const CHANNEL = -1_002_000_000_001;
const OPEN = -1_001_000_000_001;
const OTHER = -1_001_000_000_002;
/** One second of the platform. */
const SECOND_MS = 100;
/** A write is granted for a time and arrives a little later; the first ones wake up many objects. */
const LATENCY_MS = 1_500;

const started = (env: Record<string, string>) =>
  World.start({ env, timings: { platformSecondMs: SECOND_MS } });
const sees = (world: World, id: number) =>
  world.telegram
    .chat(id)
    .messages.filter(({ from, text }) => from.id === world.telegram.bot.id && !text.endsWith("…"));
const rows = async (world: World, id: number) => {
  const seen = (await world.admin(`/conversations/${id}`)) as ChatInspection;
  return seen.pending.length + seen.batches.length;
};

/** Who is let in, who sees what an answer costs, and what is registered with the platform. */
describe("people", () => {
  let world: World;
  let tess: User;
  let rob: User;
  beforeAll(async () => {
    world = await started({
      // The stand-in of all anonymous admins is listed by mistake: it admits nobody.
      TELEGRAM_ALLOWED_USERS: `7, 8, chat:${OPEN}, chat:${CHANNEL}, ${ANONYMOUS_ADMIN.id}`,
      TELEGRAM_ADMINS: "9, 7",
    });
    tess = world.telegram.user({ id: 7, firstName: "Tess" });
    rob = world.telegram.user({ id: 8, firstName: "Rob" });
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    expect(world?.telegram.unknownParameters).toEqual([]);
  });

  const group = (id: number, members: User[] = []) =>
    world.telegram.group({
      id,
      title: `Team ${id}`,
      type: "supergroup",
      admins: [tess],
      members,
      botIsAdmin: true,
    });

  test("commands are registered, each with what it does", async () => {
    const commands = await until("commands", () => {
      const { commands: now } = world.telegram;
      return now.length > 0 && now;
    });
    expect(commands.map(({ command }) => command)).toEqual([
      ...["stop", "new", "status", "approvals", "link", "unlink", "help"],
    ]);
    for (const { description } of commands) expect(description).not.toBe("");
    expect(world.telegram.menu(rob)).toEqual(commands);
  });

  test("masks are let in by the chat they speak for, never by their shared stand-in", async () => {
    const [open, other] = [group(OPEN), group(OTHER)];
    const news = world.telegram.channel({ id: CHANNEL, title: "News" });
    const more = world.telegram.channel({ id: CHANNEL - 1, title: "More news" });
    const anonymously = { asAnonymousAdmin: true } as const;
    await world.telegram.sayIn(other, tess, "/ask a", anonymously).delivered;
    await world.telegram.sayIn(open, tess, "/ask b", { asChannel: more }).delivered;
    expect([await rows(world, OTHER), await rows(world, OPEN)]).toEqual([0, 0]);
    world.telegram.sayIn(open, tess, "/ask c", anonymously);
    await until("the group's answer", () => sees(world, OPEN).length === 1);
    world.telegram.sayIn(other, tess, "/ask d", { asChannel: news });
    await until("the channel's answer", () => sees(world, OTHER).length === 1);
  });

  test("a stranger in a group is acknowledged, and no row", async () => {
    const stranger = world.telegram.user({ id: 666, firstName: "Eve" });
    const chat = group(OTHER - 1, [stranger]);
    await world.telegram.sayIn(chat, stranger, "/ask a").delivered;
    await world.telegram.sayIn(chat, stranger, "/stop").delivered;
    expect(await rows(world, chat.id)).toBe(0);
    expect(sees(world, chat.id)).toEqual([]);
  });

  test("a stranger who presses changes nothing", async () => {
    const eve = world.telegram.user({ id: 667, firstName: "Eve" });
    const chat = group(OTHER - 2, [rob, eve]);
    world.telegram.sayIn(chat, rob, "/ask a");
    // Settled with the pool too: nothing moves by itself any more.
    const before = await until("the end of the turn", async () => {
      const seen = (await world.admin(`/conversations/${chat.id}`)) as ChatInspection;
      return seen.batches[0]?.state === "answered" && seen.batches[0].owed === 0 && seen;
    });
    const [answer] = sees(world, chat.id);
    const strange = world.telegram.pressIn(chat, eve, answer?.message_id ?? 0, "approve:1");
    expect((await strange.answered).text).toMatch(/no longer in use/);
    expect(await world.admin(`/conversations/${chat.id}`)).toEqual(before);
    const own = world.telegram.pressIn(chat, rob, answer?.message_id ?? 0, "approve:1");
    expect((await own.answered).text).toMatch(/no longer in use/);
  });

  describe("what an answer has cost", () => {
    const FOOTER = /\n\nsimple \((?:pattern|model)\) · claude-\S+ · \d+ in, \d+ out · \d+\.\d s$/;

    test("is seen by admins, below the answer", async () => {
      world.telegram.say(tess, "nonce-footer;");
      await until("an answer", () => answers(world, tess).length === 1);
      expect(answers(world, tess)[0]?.replaceAll("_", "")).toMatch(FOOTER);
    });

    test("is not part of what was said", async () => {
      world.telegram.say(tess, "nonce-after;");
      await until("an answer", () => answers(world, tess).length === 2);
      const request = world.model.journal.findLast(({ prompt }) => prompt.includes("nonce-after;"));
      expect(request?.call.raw).toContain("nonce-footer;");
      expect(request?.call.raw).not.toMatch(/\d+ in, \d+ out/);
    });

    test("is not seen by others, nor in groups", async () => {
      world.telegram.say(rob, "hello");
      await until("an answer", () => answers(world, rob).length === 1);
      const chat = group(OTHER - 3);
      world.telegram.sayIn(chat, tess, "/ask a");
      await until("an answer", () => sees(world, chat.id).length === 1);
      for (const text of [...answers(world, rob), ...sees(world, chat.id).map((one) => one.text)]) {
        expect(text).not.toMatch(/\d+ in, \d+ out/);
      }
    });
  });
});

/** What may be written to a chat, counted by the platform's own clock. */
describe("the platform's limits", () => {
  let world: World;
  let tess: User;
  beforeAll(async () => {
    world = await started({});
    tess = world.telegram.user({ id: 7, firstName: "Tess" });
  }, 60_000);
  afterAll(async () => {
    await world?.close();
    expect(world?.telegram.unknownParameters).toEqual([]);
  });

  const WRITES = ["sendMessage", "editMessageText"];
  const writesTo = ({ id }: Pick<Chat, "id">) =>
    world.telegram.wire.calls.filter(
      ({ method, raw }) => WRITES.includes(method) && raw.includes(String(id)),
    );

  test("a flood in a group: never more than 20 writes a minute, and everybody is answered", async () => {
    const minuteMs = 60 * SECOND_MS;
    const chat = world.telegram.group({
      id: OPEN,
      title: "Forum",
      type: "forum",
      admins: [tess],
      botIsAdmin: true,
    });
    // Each topic is a conversation of its own; the limit is the group's.
    const topics = Array.from({ length: 15 }, (_, n) => world.telegram.topic(chat, tess, `T${n}`));
    const asked = topics.map(({ id }) =>
      world.telegram.sayIn(chat, tess, `/ask nonce-${id};`, { topic: id }),
    );
    await until("all answers", () => sees(world, OPEN).length === asked.length, 60_000);
    const at = writesTo(chat).map((call) => call.at);
    expect(at.length).toBeGreaterThanOrEqual(2 * asked.length);
    expect(writesTo(chat).filter(({ status }) => status === 429)).toEqual([]);
    const spans = at.slice(20).map((time, n) => time - (at[n] ?? 0));
    expect(Math.min(...spans)).toBeGreaterThan(minuteMs - LATENCY_MS);
    for (const { thread, text } of sees(world, OPEN)) expect(text).toContain(`nonce-${thread};`);
  }, 90_000);

  test.each<["group" | "private", number]>([
    ["group", 3.1],
    ["private", 1.1],
  ])("edits of a growing answer (%s) are at least %f seconds apart", async (kind, seconds) => {
    const text = `nonce-growing-${kind};`;
    world.model.next({ kind: "lasting", durationMs: 2_000, deltas: 80 }, NOT_ROUTING);
    const chat = { id: kind === "group" ? OTHER : tess.id };
    if (kind === "private") world.telegram.say(tess, text);
    else {
      const made = { ...chat, title: "Team", type: "supergroup" as const };
      const team = world.telegram.group({ ...made, admins: [tess], botIsAdmin: true });
      world.telegram.sayIn(team, tess, `/ask ${text}`);
    }
    await until("the answer", () => sees(world, chat.id).some((one) => one.text.includes(text)));
    if (kind === "private") await quiet(world, tess);
    const edits = writesTo(chat).filter(({ method }) => method === "editMessageText");
    expect(edits.length).toBeGreaterThan(2);
    const gaps = edits.slice(1).map(({ at }, n) => at - (edits[n]?.at ?? 0));
    // Clocks of two processes, in whole milliseconds.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(seconds * SECOND_MS - 2);
  });
});
