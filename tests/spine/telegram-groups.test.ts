import {
  ANONYMOUS_ADMIN,
  type Chat,
  type MessageView,
  type RichText,
  type Said,
  type User,
} from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChatInspection, NOT_ROUTING, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** Groups and topics: when the bot is meant, whom it answers, and where. */
let world: World;
beforeAll(async () => {
  world = await World.start({ timings: { typingEveryMs: 400 } });
  // Mentions are known by our name, which the account asks the platform for.
  await until("identity", async () => {
    const account = (await world.admin("/account")) as { identity: { name?: string } | null };
    return account.identity?.name;
  });
}, 60_000);
afterAll(async () => {
  await world?.close();
  expect(world?.telegram.unknownParameters).toEqual([]);
});

let groups = 0;

/** A group in which the bot hears everything, with one person in it. */
function team(type: "group" | "supergroup" | "forum" = "supergroup") {
  groups += 1;
  const tess = somebody(world);
  const id = type === "group" ? -groups : -1_001_000_000_000 - groups;
  const chat = world.telegram.group({ id, title: "Team", type, admins: [tess], botIsAdmin: true });
  return { chat, tess };
}

const ours = ({ id }: Chat): MessageView[] =>
  world.telegram
    .chat(id)
    .messages.filter(({ from, deleted }) => from.id === world.telegram.bot.id && !deleted);
/** What we say in a group now, placeholders and progress aside. */
const said = (chat: Chat) => ours(chat).filter(({ text }) => !text.endsWith("…"));
/** The one answer to a text, as soon as it is there. */
const answerTo = (chat: Chat, text: string) =>
  until(`the answer to ${text}`, () => said(chat).find((one) => one.text.includes(text)));
const rows = async (conversation: string | number) => {
  const seen = (await world.admin(`/conversations/${conversation}`)) as ChatInspection;
  return seen.pending.length + seen.batches.length;
};
const bodies = (chat: Chat, method: string) =>
  world.telegram.wire.calls
    .filter((call) => call.method === method && call.raw.includes(String(chat.id)))
    .map(({ body }) => body as Record<string, unknown>);
const requests = (text: string) =>
  world.model.journal.filter(({ router, prompt }) => !router && prompt.includes(text));

let nonces = 0;
const nonce = () => {
  nonces += 1;
  return `nonce-${nonces};`;
};

describe("what is for us", () => {
  test.each<[string, (text: string) => string | { html: string }]>([
    ["a command with our name", (text) => `/ask@trunkline_bot ${text}`],
    ["a command with our name in another case", (text) => `/ask@Trunkline_BOT ${text}`],
    ["a bare command", (text) => `/ask ${text}`],
    ["a mention", (text) => `hey @trunkline_bot ${text}`],
    ["a mention in another case", (text) => `hey @TrunkLine_Bot ${text}`],
    ["a mention after emoji", (text) => `👨‍👩‍👧‍👦🎉 @trunkline_bot ${text}`],
    [
      "a mention by id",
      (text) => ({ html: `<a href="tg://user?id=${world.telegram.bot.id}">Trunk</a> ${text}` }),
    ],
  ])("%s is answered with a reply to it, asked without our name", async (_name, write) => {
    const { chat, tess } = team();
    world.telegram.user({ ...world.telegram.bot, firstName: "Trunk", isBot: true });
    const text = nonce();
    const asked = world.telegram.sayIn(chat, tess, write(text));
    const answer = await answerTo(chat, text);
    expect(answer.reply_to).toBe(asked.message_id);
    expect(said(chat)).toHaveLength(1);
    const prompts = requests(text).map(({ prompt }) => prompt);
    expect(prompts).toHaveLength(1);
    expect(prompts[0]).not.toMatch(/trunk/i);
  });

  test.each<[string, () => RichText]>([
    ["by name", () => ({ type: "mention", text: "@trunkline_bot", username: "trunkline_bot" })],
    ["by id", () => ({ type: "text_mention", text: "Trunk", user: world.telegram.bot })],
    ["by a command", () => ({ type: "bot_command", text: "/ask", bot_command: "ask" })],
  ])("a rich message that mentions us %s is, and one that does not is not", async (_name, us) => {
    const { chat, tess } = team();
    const text = nonce();
    const rich = (...words: RichText[]) => ({
      kind: "rich" as const,
      blocks: [
        { type: "paragraph" as const, text: [...words, ` ${text}`] },
        { type: "paragraph" as const, text: "and more" },
      ],
    });
    const other = { type: "mention" as const, text: "@other_bot", username: "other_bot" };
    await world.telegram.sayIn(chat, tess, rich("🎉 hey ", other)).delivered;
    expect(await rows(chat.id)).toBe(0);
    const asked = world.telegram.sayIn(chat, tess, rich(us()));
    expect((await answerTo(chat, text)).reply_to).toBe(asked.message_id);
    expect(requests(text)[0]?.prompt).toMatch(new RegExp(`^(?:/ask )?${text}\nand more$`));
  });

  test("a reply to us is, and what it replies to is known", async () => {
    const { chat, tess } = team();
    const [first, second] = [nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask ${first}`);
    const answer = await answerTo(chat, first);
    const { message_id: replyTo } = answer;
    const asked = world.telegram.sayIn(chat, tess, `why ${second}`, { replyTo });
    expect((await answerTo(chat, second)).reply_to).toBe(asked.message_id);
    expect(requests(second)[0]?.prompt).toContain(`[in reply to`);
  });

  test.each<[string, string | { html: string }]>([
    ["a command of another bot", "/ask@other_bot what now?"],
    ["a longer name that begins like ours", "@trunkline_bot_x what now?"],
    ["our name in code", { html: "<code>@trunkline_bot</code> what now?" }],
    ["our name in a block of code", { html: "<pre>@trunkline_bot</pre> what now?" }],
    ["somebody else's mention", "@other_bot what now?"],
    ["what people say to each other", "what now?"],
  ])("%s is not: acknowledged, and no row", async (_name, text) => {
    const { chat, tess } = team();
    await world.telegram.sayIn(chat, tess, text).delivered;
    expect(await rows(chat.id)).toBe(0);
  });

  test("a reply to somebody else is not", async () => {
    const { chat, tess } = team();
    const { message_id: replyTo } = world.telegram.sayIn(chat, tess, "a note");
    await world.telegram.sayIn(chat, tess, "and another", { replyTo }).delivered;
    expect(await rows(chat.id)).toBe(0);
  });

  test("in privacy mode commands for us and replies to us are all that arrives", async () => {
    const tess = somebody(world);
    const id = -1_001_000_000_000 - ++groups;
    const chat = world.telegram.group({ id, title: "Quiet", type: "supergroup", members: [tess] });
    expect(world.telegram.sayIn(chat, tess, "@trunkline_bot hello").update_id).toBe(0);
    const [first, second] = [nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask@trunkline_bot ${first}`);
    const { message_id: replyTo } = await answerTo(chat, first);
    world.telegram.sayIn(chat, tess, second, { replyTo });
    await answerTo(chat, second);
  });
});

describe("who is nobody", () => {
  const posted = async (chat: Chat, message: object) => {
    const update_id = 800_000 + ++groups;
    const date = Math.floor(Date.now() / 1000);
    const whole = { message_id: 900, date, chat, text: "@trunkline_bot what now?", ...message };
    const entities = [{ type: "mention", offset: 0, length: 14 }];
    return world.telegram.post({ update_id, message: { entities, ...whole } });
  };

  test.each<[string, () => object]>([
    ["another bot", () => ({ from: { id: 901, is_bot: true, first_name: "Other" } })],
    ["ourselves", () => ({ from: world.telegram.bot })],
    ["nobody at all", () => ({})],
  ])("%s is acknowledged, and no row", async (_name, more) => {
    const { chat } = team();
    expect(await posted(chat, more())).toMatchObject({ kind: "answered", status: 200 });
    expect(await rows(chat.id)).toBe(0);
  });

  test("posts of a channel, and what comes of them in the group by itself", async () => {
    const { chat } = team();
    const id = -1_002_000_000_000 - ++groups;
    const news = world.telegram.channel({ id, title: "News", botIsAdmin: true });
    const post = world.telegram.publish(news, "@trunkline_bot /ask what now?");
    // The subscription leaves channel posts out; if it did not, they would be ignored all the same.
    const [channel_post] = [{ message_id: 1, date: 1, chat: news, text: "/ask what now?" }];
    const update = { update_id: 700_000 + groups, channel_post };
    expect(await world.telegram.post(update)).toMatchObject({ status: 200 });
    await world.telegram.autoForward(news, post.message_id, chat).delivered;
    expect([await rows(news.id), await rows(chat.id)]).toEqual([0, 0]);
  });

  test("service messages and kinds that nobody knows are acknowledged, and no row", async () => {
    const { chat, tess } = team("forum");
    const guest = somebody(world);
    const happened: Said[] = [
      world.telegram.join(chat, guest),
      world.telegram.leave(chat, guest),
      world.telegram.service(chat, tess, { new_chat_title: "Team 2" }),
    ];
    const topic = world.telegram.topic(chat, tess, "Plans");
    happened.push(topic, world.telegram.closeTopic(chat, tess, topic.id));
    happened.push(world.telegram.reopenTopic(chat, tess, topic.id));
    const note = world.telegram.sayIn(chat, tess, "a note");
    happened.push(note, world.telegram.pin(chat, tess, note.message_id));
    await Promise.all(happened.map(({ delivered }) => delivered));
    const strange = { update_id: 600_000 + ++groups, hologram: { chat, from: tess } };
    expect(await world.telegram.post(strange)).toMatchObject({ status: 200 });
    expect([await rows(chat.id), await rows(`${chat.id}:${topic.id}`)]).toEqual([0, 0]);
  });
});

describe("who speaks behind a mask", () => {
  test("an anonymous admin and a channel are answered, and told apart", async () => {
    const { chat, tess } = team();
    const id = -1_002_000_000_000 - ++groups;
    const news = world.telegram.channel({ id, title: "News" });
    const [first, second, third] = [nonce(), nonce(), nonce()];
    const asked = world.telegram.sayIn(chat, tess, `/ask ${first}`, { asAnonymousAdmin: true });
    expect(asked.update_id).not.toBe(0);
    expect((await answerTo(chat, first)).reply_to).toBe(asked.message_id);
    world.telegram.sayIn(chat, tess, `/ask ${second}`, { asChannel: news });
    await answerTo(chat, second);
    world.telegram.sayIn(chat, tess, `/ask ${third}`);
    await answerTo(chat, third);
    // The names that the model reads: the group, the channel, the person.
    const { raw } = requests(third)[0]?.call ?? { raw: "" };
    expect(raw).toContain(`Team: /ask ${first}`);
    expect(raw).toContain(`News: /ask ${second}`);
    expect(raw).toContain(`${tess.first_name}: /ask ${third}`);
    expect(raw).not.toContain(ANONYMOUS_ADMIN.username);
  });
});

describe("where it is answered", () => {
  test("in the topic in which it was asked", async () => {
    const { chat, tess } = team("forum");
    const plans = world.telegram.topic(chat, tess, "Plans");
    const text = nonce();
    const asked = world.telegram.sayIn(chat, tess, `/ask ${text}`, { topic: plans.id });
    const answer = await answerTo(chat, text);
    expect(answer).toMatchObject({
      thread: plans.id,
      is_topic_message: true,
      reply_to: asked.message_id,
    });
    expect(said(chat)).toHaveLength(1);
    for (const { message_thread_id } of bodies(chat, "sendMessage")) {
      expect(message_thread_id).toBe(plans.id);
    }
  });

  test("in General without a thread id, also in a chain of replies", async () => {
    const { chat, tess } = team("forum");
    const [first, second] = [nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask ${first}`);
    const { message_id: replyTo } = await answerTo(chat, first);
    const reply = world.telegram.sayIn(chat, tess, second, { replyTo });
    // The trap: the message has a thread id and is no message of a topic.
    const trap = world.telegram
      .chat(chat.id)
      .messages.find(({ message_id }) => message_id === reply.message_id);
    expect(trap).toMatchObject({ thread: expect.any(Number), is_topic_message: false });
    expect((await answerTo(chat, second)).reply_to).toBe(reply.message_id);
    for (const body of bodies(chat, "sendMessage")) {
      expect(body).not.toHaveProperty("message_thread_id");
    }
  });

  test("a group without topics: a chain of replies is no topic", async () => {
    const { chat, tess } = team();
    const [first, second] = [nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask ${first}`);
    const { message_id: replyTo } = await answerTo(chat, first);
    world.telegram.sayIn(chat, tess, second, { replyTo });
    await answerTo(chat, second);
    for (const body of bodies(chat, "sendMessage")) {
      expect(body).not.toHaveProperty("message_thread_id");
    }
    // One conversation: the second turn knows the first.
    expect(requests(second)[0]?.call.raw).toContain(first);
  });

  test("a typing signal goes to the topic too", async () => {
    const { chat, tess } = team("forum");
    const plans = world.telegram.topic(chat, tess, "Plans");
    const text = nonce();
    world.model.next(
      { kind: "silent" },
      { match: (request) => NOT_ROUTING.match(request) && JSON.stringify(request).includes(text) },
    );
    world.telegram.sayIn(chat, tess, `/ask ${text}`, { topic: plans.id });
    const actions = await until("typing", () => {
      const seen = world.telegram.chat(chat.id).actions;
      return seen.length > 0 && seen;
    });
    expect(actions[0]).toMatchObject({ action: "typing", thread: plans.id });
    await answerTo(chat, text);
  });

  test("two topics of one forum are two conversations, with histories of their own", async () => {
    const { chat, tess } = team("forum");
    const plans = world.telegram.topic(chat, tess, "Plans");
    const gossip = world.telegram.topic(chat, tess, "Gossip");
    const [first, second, third] = [nonce(), nonce(), nonce()];
    world.telegram.sayIn(chat, tess, `/ask ${first}`, { topic: plans.id });
    world.telegram.sayIn(chat, tess, `/ask ${second}`, { topic: gossip.id });
    await Promise.all([answerTo(chat, first), answerTo(chat, second)]);
    world.telegram.sayIn(chat, tess, `/ask ${third}`, { topic: plans.id });
    expect((await answerTo(chat, third)).thread).toBe(plans.id);
    const { raw } = requests(third)[0]?.call ?? { raw: "" };
    expect(raw).toContain(first);
    expect(raw).not.toContain(second);
    expect(await rows(chat.id)).toBe(0);
    expect(await rows(`${chat.id}:${plans.id}`)).toBe(2);
    expect(await rows(`${chat.id}:${gossip.id}`)).toBe(1);
  });

  test("an ordinary message in a topic that the bot has opened is not a reply to it", async () => {
    const { chat, tess } = team("forum");
    const topic = world.telegram.topic(chat, world.telegram.bot, "Ours");
    const ordinary = world.telegram.sayIn(chat, tess, "what now?", { topic: topic.id });
    await ordinary.delivered;
    expect(await rows(`${chat.id}:${topic.id}`)).toBe(0);
    const text = nonce();
    world.telegram.sayIn(chat, tess, `/ask ${text}`, { topic: topic.id });
    await answerTo(chat, text);
  });

  test("a topic that is gone: in the group as a whole", async () => {
    const { chat, tess } = team("forum");
    const plans = world.telegram.topic(chat, tess, "Plans");
    const text = nonce();
    const first = world.telegram.wire.barrier("arrived", {
      method: "sendMessage",
      match: ({ raw }) => raw.includes(String(chat.id)),
    });
    world.telegram.sayIn(chat, tess, `/ask ${text}`, { topic: plans.id });
    await first.hit;
    world.telegram.deleteTopic(chat, plans.id);
    first.release();
    expect(await answerTo(chat, text)).toMatchObject({ is_topic_message: false, reply_to: null });
  });

  describe("the message that asked is gone", () => {
    /** Asks, and takes the message away while our first message is on its way. */
    async function askAndRemove(chat: Chat, tess: User, text: string, topic?: number) {
      const first = world.telegram.wire.barrier("arrived", {
        method: "sendMessage",
        match: ({ raw }) => raw.includes(String(chat.id)),
      });
      const options = topic === undefined ? {} : { topic };
      const asked = world.telegram.sayIn(chat, tess, text, options);
      await first.hit;
      await remove(chat, asked.message_id);
      first.release();
    }

    test.each(["group", "supergroup", "forum"] as const)(
      "%s: answered all the same",
      async (type) => {
        const { chat, tess } = team(type);
        const text = nonce();
        await askAndRemove(chat, tess, `/ask ${text}`);
        expect((await answerTo(chat, text)).reply_to).toBeNull();
        expect(ours(chat)).toHaveLength(1);
      },
    );

    test("in a topic: answered there", async () => {
      const { chat, tess } = team("forum");
      const { id: topic } = world.telegram.topic(chat, tess, "Plans");
      const text = nonce();
      await askAndRemove(chat, tess, `/ask ${text}`, topic);
      expect(await answerTo(chat, text)).toMatchObject({ thread: topic, is_topic_message: true });
    });

    test("a reply beside the turns is given as well", async () => {
      const { chat, tess } = team();
      await askAndRemove(chat, tess, "/status");
      await until("status", () => said(chat).some((one) => /^Nothing is running/.test(one.text)));
    });
  });
});

/** An administrator takes a message away. */
async function remove({ id: chat_id }: Chat, message_id: number): Promise<void> {
  const { wire, token } = world.telegram;
  const response = await fetch(`${wire.origin}/bot${token}/deleteMessage`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chat_id, message_id }),
  });
  expect(response.status).toBe(200);
}

describe("commands and presses", () => {
  test("/stop and /new with our name do what they do in private", async () => {
    const { chat, tess } = team();
    const text = nonce();
    world.model.next(
      { kind: "lasting", durationMs: 30_000, deltas: 300 },
      { match: (request) => NOT_ROUTING.match(request) && JSON.stringify(request).includes(text) },
    );
    world.telegram.sayIn(chat, tess, `/ask ${text}`);
    await until("it streams", () => ours(chat).some((one) => /offline/.test(one.text)));
    await world.telegram.sayIn(chat, tess, "/stop@trunkline_bot").delivered;
    await until("stopped", () => said(chat).some((one) => one.text === "Stopped."));
    world.telegram.sayIn(chat, tess, "/new@trunkline_bot");
    await until("fresh", () => said(chat).some((one) => /fresh start/.test(one.text)));
    await world.telegram.sayIn(chat, tess, "/stop@other_bot").delivered;
    expect(said(chat)).toHaveLength(2);
  });

  test("anybody in a group may press: the one who did is told", async () => {
    const { chat, tess } = team();
    const rob = somebody(world);
    world.telegram.join(chat, rob);
    const text = nonce();
    world.telegram.sayIn(chat, tess, `/ask ${text}`);
    const { message_id } = await answerTo(chat, text);
    for (const options of [{}, { inaccessible: true }]) {
      const pressed = world.telegram.pressIn(chat, rob, message_id, "made-up", options);
      expect((await pressed.answered).text).toMatch(/no longer in use/);
    }
  });

  test("a button of a message that was sent through another chat: the presser alone is told", async () => {
    const rob = somebody(world);
    const elsewhere = world.telegram.sendInline("Sure?");
    const pressed = world.telegram.pressInline(rob, elsewhere, "made-up");
    expect((await pressed.answered).text).toMatch(/no longer in use/);
    await pressed.delivered;
    // Nothing is written to somebody who has never written to us, and no turn begins.
    expect(await rows(rob.id)).toBe(0);
    const written = world.telegram.wire.calls.filter(
      ({ method, raw }) => method !== "answerCallbackQuery" && raw.includes(String(rob.id)),
    );
    expect(written).toEqual([]);
  });
});
