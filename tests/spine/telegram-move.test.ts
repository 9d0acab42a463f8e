import type { Chat, Selector } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChatInspection, NOT_ROUTING, team } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** A group becomes a supergroup: another chat id, other message ids, the same conversation. */
let world: World;
beforeAll(async () => {
  // The platform tells of a move in nobody's name: a list of people does not keep it out.
  const people = Array.from({ length: 50 }, (_, n) => 5_001 + n).join(",");
  world = await World.start({ env: { TELEGRAM_ALLOWED_USERS: people } });
}, 60_000);
afterAll(async () => {
  await world?.close();
  expect(world?.telegram.unknownParameters).toEqual([]);
});

const said = (id: number) =>
  world.telegram
    .chat(id)
    .messages.filter(({ from, text }) => from.id === world.telegram.bot.id && !text.endsWith("…"));
const answerIn = (id: number, text: string) =>
  until(`the answer to ${text}`, () => said(id).find((one) => one.text.includes(text)), 30_000);
const seen = async (id: number) => (await world.admin(`/conversations/${id}`)) as ChatInspection;
const running = (id: number) =>
  until("a turn runs", async () => (await seen(id)).batches[0]?.state === "active");

/** Nothing is pending, open or owed. The runtime may be down for a moment. */
const closed = (id: number) =>
  until(`nothing is open in ${id}`, async () => {
    const now = await seen(id).catch(() => null);
    const open = now?.batches.some(
      ({ state, owed }) => ["active", "waiting"].includes(state) || owed === 1,
    );
    return now && !open && now.pending.length === 0 && now;
  });

/** The new conversation has what the old one held. */
const moved = (to: number) =>
  until("the move", () =>
    world.printed().includes(`moved.here\\",\\"conversation\\":\\"telegram:424242/${to}\\"`),
  );

/** One answer in the new chat, in no other message of either, and paid once. */
async function answeredOnce({ chat, to }: { chat: Chat; to: number }, text: string) {
  await answerIn(to, text);
  await Promise.all([closed(to), closed(chat.id)]);
  const holders = [chat.id, to].flatMap((id) =>
    world.telegram
      .everVisible(id)
      .filter((one) => one.bot && one.text.includes(text))
      .map(({ message_id }) => `${id}/${message_id}`),
  );
  expect(new Set(holders).size).toBe(1);
  expect(world.model.paid(text)).toBe(1);
}

const finalIn = ({ id }: { id: number }, text: string): Selector => ({
  method: "editMessageText",
  match: ({ raw }) =>
    raw.includes(String(id)) && raw.includes(text) && raw.includes("what I can do."),
});

let nonces = 0;
const nonce = () => {
  nonces += 1;
  return `nonce-${nonces};`;
};

/** The model takes its time for whatever it is asked next. */
const slowly = (durationMs: number) =>
  world.model.next({ kind: "lasting", durationMs, deltas: durationMs / 100 }, NOT_ROUTING);

describe("the platform tells it", () => {
  test("what was said before is known in the new chat, and a second telling changes nothing", async () => {
    const { chat, tess, to } = team(world);
    const [first, second] = [nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask ${first}`);
    await answerIn(chat.id, first);
    await closed(chat.id);
    const next = world.telegram.migrate(chat, tess, to);
    await moved(to);
    await world.telegram.idle();
    // The service messages of both chats once more, at once and in the queue.
    const told = world.telegram.deliveries.slice(-2).map(({ update_id }) => update_id);
    for (const id of told) {
      await world.telegram.duplicate(id, 3);
      await world.telegram.redeliver(id).delivered;
    }
    expect(await seen(to)).toMatchObject({ history: 2, pending: [], batches: [] });
    world.telegram.sayIn(next, tess, `/ask ${second}`);
    await answerIn(to, second);
    const request = world.model.journal.findLast(
      ({ router, prompt }) => !router && prompt.includes(second),
    );
    expect(request?.call.raw.split(first)).toHaveLength(3);
    expect((await closed(to)).history).toBe(4);
    expect(said(to)).toHaveLength(1);
  });

  test("of two that become one both are taken in, though the second is told before the first is here", async () => {
    const [first, second] = [team(world), team(world)];
    const [one, two, three] = [nonce(), nonce(), nonce()];
    for (const [{ chat, tess }, text] of [[first, one] as const, [second, two] as const]) {
      world.telegram.sayIn(chat, tess, `/ask ${text}`);
      await answerIn(chat.id, text);
      await closed(chat.id);
    }
    const { to, tess } = first;
    const packed = world.steps.barrier("arrived", { method: "move:packed" });
    const next = world.telegram.migrate(first.chat, tess, to);
    await packed.hit;
    // Telegram makes a supergroup of one group only; others are moved by whoever runs a platform.
    const message = {
      ...{ message_id: 900, date: 1_790_000_000, from: tess },
      chat: { id: second.chat.id, type: "group", title: "Team" },
      migrate_to_chat_id: to,
    };
    const told = await fetch(`${world.origin}/webhook`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": CANARIES.TELEGRAM_WEBHOOK_SECRET,
      },
      body: JSON.stringify({ update_id: 900_000_000, message }),
    });
    expect(told.status).toBe(200);
    packed.release();
    await until("both are here", async () => (await seen(to)).history === 4);
    world.telegram.sayIn(next, tess, `/ask ${three}`);
    await answerIn(to, three);
    const request = world.model.journal.findLast(
      ({ router, prompt }) => !router && prompt.includes(three),
    );
    for (const text of [one, two]) expect(request?.call.raw).toContain(text);
    await closed(to);
  });

  test("an open turn is answered once, in the new chat", async () => {
    const { chat, tess, to } = team(world);
    const text = nonce();
    slowly(3_000);
    world.telegram.sayIn(chat, tess, `/ask ${text}`);
    await running(chat.id);
    world.telegram.migrate(chat, tess, to);
    await answeredOnce({ chat, to }, text);
    expect(said(chat.id).filter((one) => one.text.includes(text))).toEqual([]);
  });

  test("a move of a group that was never spoken to leaves nothing open", async () => {
    const { chat, tess, to } = team(world);
    const next = world.telegram.migrate(chat, tess, to);
    await moved(to);
    expect(await closed(to)).toMatchObject({ history: 0, batches: [] });
    const text = nonce();
    world.telegram.sayIn(next, tess, `/ask ${text}`);
    await answerIn(to, text);
  });

  test.each<[string, "continue" | "drop"]>([
    ["before the move is committed", "drop"],
    ["right after it was acknowledged", "continue"],
  ])(
    "SIGKILL %s: the open turn is answered once",
    async (_name, how) => {
      const { chat, tess, to } = team(world);
      const text = nonce();
      slowly(3_000);
      world.telegram.sayIn(chat, tess, `/ask ${text}`);
      await running(chat.id);
      const commit = world.steps.barrier("arrived", { method: "inbox:commit" });
      world.telegram.migrate(chat, tess, to);
      await commit.hit;
      if (how === "continue") {
        commit.release();
        await world.telegram.idle();
      }
      await world.kill();
      commit.release("drop");
      world.bootSilently();
      await answeredOnce({ chat, to }, text);
    },
    60_000,
  );
});

describe("a refusal tells it, while an answer is on its way", () => {
  const subscribe = async (...allowed_updates: string[]) => {
    const { wire, token } = world.telegram;
    const response = await fetch(`${wire.origin}/bot${token}/setWebhook`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        url: `${world.origin}/webhook`,
        secret_token: CANARIES.TELEGRAM_WEBHOOK_SECRET,
        allowed_updates,
      }),
    });
    expect(response.status).toBe(200);
  };

  /** The final edit is held at the platform's door; the group moves, and no update says so. */
  async function movedSilently(text: string) {
    const { chat, tess, to } = team(world);
    const final = world.telegram.wire.barrier("arrived", finalIn(chat, text));
    world.telegram.sayIn(chat, tess, `/ask ${text}`);
    await final.hit;
    await subscribe("callback_query");
    const next = world.telegram.migrate(chat, tess, to);
    await subscribe("message", "edited_message", "callback_query");
    return { chat, tess, next, to, final };
  }

  test("the answer that was paid is delivered in the new chat, and what was said is known", async () => {
    const [text, second] = [nonce(), nonce()];
    const { chat, tess, next, to, final } = await movedSilently(text);
    final.release();
    await answeredOnce({ chat, to }, text);
    world.telegram.sayIn(next, tess, `/ask ${second}`);
    await answerIn(to, second);
    const request = world.model.journal.findLast(({ prompt }) => prompt.includes(second));
    expect(request?.call.raw).toContain(text);
  });

  test("a delivery of the old chat that the new one has taken over is not answered twice", async () => {
    const text = nonce();
    const { chat, to, final } = await movedSilently(text);
    const asked = world.telegram.deliveries.at(-1)?.update_id ?? 0;
    final.release();
    await answeredOnce({ chat, to }, text);
    const again = await world.telegram.duplicate(asked, 3);
    expect(again.map((one) => one.kind === "answered" && one.status)).toEqual([200, 200, 200]);
    await answeredOnce({ chat, to }, text);
    expect((await seen(to)).batches).toHaveLength(1);
  });

  const kills: readonly [string, (text: string, at: { chat: Chat; to: number }) => Hold][] = [
    [
      "as soon as it is refused",
      (text, { chat }) => world.telegram.wire.barrier("answered", finalIn(chat, text)),
    ],
    [
      "before the new object has committed the news",
      () => world.steps.barrier("arrived", { method: "inbox:commit" }),
    ],
    [
      "when the final is on its way to the new chat",
      (text, { to }) => world.telegram.wire.barrier("arrived", finalIn({ id: to }, text)),
    ],
    [
      "when the final has reached the new chat",
      (text, { to }) => world.telegram.wire.barrier("applied", finalIn({ id: to }, text)),
    ],
  ];
  type Hold = ReturnType<World["steps"]["barrier"]>;

  test.each(kills)(
    "SIGKILL %s: one answer, paid once",
    async (_name, hold) => {
      const text = nonce();
      const { final, ...at } = await movedSilently(text);
      const held = hold(text, at);
      final.release();
      await held.hit;
      await world.kill();
      held.release("drop");
      world.bootSilently();
      await answeredOnce(at, text);
    },
    60_000,
  );
});

describe("a dead letter of the old chat", () => {
  async function died() {
    const { chat, tess, to } = team(world);
    const text = nonce();
    world.model.next({ kind: "status", status: 400 }, NOT_ROUTING);
    const asked = world.telegram.sayIn(chat, tess, `/ask ${text}`);
    const [dead] = await until("a dead letter", async () => {
      const { batches } = await seen(chat.id);
      return batches[0]?.state === "dead" && batches;
    });
    const next = world.telegram.migrate(chat, tess, to);
    await moved(to);
    return { chat, to, text, next, tess, asked, id: dead?.id ?? "" };
  }
  const listed = async (id: number) => {
    const { conversations } = (await world.admin("/account")) as {
      readonly conversations: readonly { readonly conversation: string }[];
    };
    return conversations.some(({ conversation }) => conversation === `telegram:424242/${id}`);
  };
  const replay = ({ chat, id }: { chat: Chat; id: string }) =>
    world.admin(`/conversations/${chat.id}/batches/${id}/replay`, "POST");

  test("is replayed under its old name, and answered in the new chat", async () => {
    const letter = await died();
    await until("it is listed", () => listed(letter.chat.id));
    await replay(letter);
    await answeredOnce(letter, letter.text);
    await until("it is not listed any more", async () => !(await listed(letter.chat.id)));
    await expect(replay(letter)).rejects.toThrow("409");
  });

  test("is revived by its message, delivered again, and answered in the new chat", async () => {
    const letter = await died();
    await world.telegram.duplicate(letter.asked.update_id, 3);
    await answeredOnce(letter, letter.text);
  });

  test("SIGKILL when the new chat has it: answered once", async () => {
    const letter = await died();
    const promoted = world.steps.barrier("arrived", { method: "batch:promoted" });
    await replay(letter);
    await promoted.hit;
    await world.kill();
    promoted.release("drop");
    await world.boot();
    // The operator has not heard of it, and tries again.
    await replay(letter).catch(() => null);
    await answeredOnce(letter, letter.text);
  }, 60_000);
});
