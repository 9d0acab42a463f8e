import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SayInOptions } from "./groups.ts";
import type { TelegramServer } from "./server.ts";
import { type TestBot, type World, world } from "./test-bot.ts";
import type { Chat, Message, User } from "./types.ts";

const now = Date.UTC(2026, 10, 21);
let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;
let rob: User;
let robot: User;

async function start(options: Parameters<typeof world>[0] = {}): Promise<void> {
  here = await world({ now: () => now, ...options });
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess", username: "tess" });
  rob = telegram.user({ id: 8, firstName: "Rob" });
  robot = telegram.user({ id: 9, firstName: "Robot", username: "other_bot", isBot: true });
}

beforeEach(() => start());
afterEach(() => here.close());

const SUPER = -1_001_000_000_001;
const people = () => ({ members: [rob, robot], admins: [tess] });
const basic = (more: object = {}) =>
  telegram.group({ id: -55, title: "Team", type: "group", ...people(), ...more });
const supergroup = (more: object = {}) =>
  telegram.group({ id: SUPER, title: "Team", type: "supergroup", ...people(), ...more });

const send = async (chat: Chat, text: string, more: object = {}): Promise<Message> =>
  (await bot.call("sendMessage", { chat_id: chat.id, text, ...more })).result;

/** The message as the webhook got it. */
async function heard(
  chat: Chat,
  user: User,
  text: string,
  options?: SayInOptions,
): Promise<Message | undefined> {
  await telegram.sayIn(chat, user, text, options).delivered;
  return bot.messages().at(-1);
}

describe("privacy mode", () => {
  test("a command is delivered with its group and sender", async () => {
    const team = supergroup({ username: "team" });
    const said = telegram.sayIn(team, rob, "/ask@trunkline_bot what now?");
    await said.delivered;
    expect(bot.hits.at(-1)?.update).toEqual({
      update_id: said.update_id,
      message: {
        message_id: 2,
        from: rob,
        chat: { id: SUPER, type: "supergroup", title: "Team", username: "team" },
        date: now / 1000,
        text: "/ask@trunkline_bot what now?",
        entities: [{ type: "bot_command", offset: 0, length: 18 }],
      },
    });
  });

  test("keeps the rest from the bot, though everybody sees it", async () => {
    const team = basic();
    const said = telegram.sayIn(team, rob, "@trunkline_bot hello?");
    expect(said.update_id).toBe(0);
    await expect(said.delivered).rejects.toThrow("not for the bot");
    await telegram.idle();
    expect(bot.hits).toEqual([]);
    const [message] = telegram.chat(-55).messages;
    expect(message).toMatchObject({ text: "@trunkline_bot hello?", known: false });
    expect(telegram.everVisible(-55)).toEqual([
      { message_id: 1, version: 0, text: "@trunkline_bot hello?", bot: false, at: now },
    ]);
  });

  test("bare commands go to the last bot that spoke", async () => {
    const team = basic();
    expect(telegram.sayIn(team, rob, "/ask").update_id).toBe(0);
    await send(team, "here I am");
    await telegram.sayIn(team, rob, "/ask").delivered;
    telegram.sayIn(team, robot, "so am I");
    expect(telegram.sayIn(team, rob, "/ask").update_id).toBe(0);
  });

  test("a person behind the group or a channel is no bot", async () => {
    const team = supergroup();
    await send(team, "here I am");
    telegram.sayIn(team, tess, "hush", { asAnonymousAdmin: true });
    expect(telegram.sayIn(team, rob, "/ask").update_id).not.toBe(0);
  });

  test.each([
    ["off", { privacy: false }, {}],
    ["without effect on an administrator", {}, { botIsAdmin: true }],
    ["off when the bot was added", {}, { privacy: false }],
  ])("%s: everything but other bots", async (_name, options, group) => {
    await here.close();
    await start(options);
    const team = basic(group);
    await telegram.sayIn(team, rob, "hello").delivered;
    expect(telegram.sayIn(team, robot, "/ask@trunkline_bot").update_id).toBe(0);
    expect(bot.texts()).toEqual(["hello"]);
    const { result } = await bot.call<object>("getMe");
    const all = "privacy" in options;
    expect(result).toMatchObject({ can_read_all_group_messages: all });
  });

  test("Bot-to-Bot mode: other bots count as people", async () => {
    await here.close();
    await start({ hearsBots: true });
    const team = basic();
    expect(telegram.sayIn(team, robot, "hello").update_id).toBe(0);
    await telegram.sayIn(team, robot, "/ask@trunkline_bot").delivered;
    const open = supergroup({ botIsAdmin: true });
    await telegram.sayIn(open, robot, "hello").delivered;
    expect(bot.messages().map(({ from, text }) => [from?.id, text])).toEqual([
      [9, "/ask@trunkline_bot"],
      [9, "hello"],
    ]);
  });

  test("an edit is heard of a message that was", async () => {
    const team = basic();
    const unheard = telegram.sayIn(team, rob, "hello");
    expect(telegram.editIn(team, unheard.message_id, "/ask@trunkline_bot").update_id).toBe(0);
    const said = telegram.sayIn(team, rob, "/ask@trunkline_bot one");
    await telegram.editIn(team, said.message_id, "/ask@trunkline_bot two").delivered;
    expect(bot.texts()).toEqual(["/ask@trunkline_bot one", "edit: /ask@trunkline_bot two"]);
    expect(telegram.chat(-55).messages.at(-1)?.edits).toHaveLength(2);
  });
});

describe("who speaks", () => {
  const open = () => supergroup({ botIsAdmin: true });
  const channel = () => telegram.channel({ id: -1_001_000_000_009, title: "News" });

  test("an anonymous administrator", async () => {
    const team = open();
    expect(await heard(team, tess, "hush", { asAnonymousAdmin: true })).toMatchObject({
      from: { id: 1087968824, is_bot: true, username: "GroupAnonymousBot" },
      sender_chat: team,
    });
  });

  test("a channel", async () => {
    const news = channel();
    expect(await heard(open(), rob, "hush", { asChannel: news })).toMatchObject({
      from: { id: 136817688, is_bot: true, username: "Channel_Bot" },
      sender_chat: news,
    });
  });

  test("a person via a bot", async () => {
    const team = open();
    const message = await heard(team, rob, "a result", { viaBot: robot });
    expect(message).toMatchObject({ from: rob, via_bot: robot });
  });

  test("the discussion group of a channel", async () => {
    const team = open();
    const news = telegram.channel({ id: -1_001_000_000_009, title: "News", botIsAdmin: true });
    const post = telegram.publish(news, "big news");
    await post.delivered;
    expect(bot.hits.at(-1)?.update).toEqual({
      update_id: post.update_id,
      channel_post: {
        message_id: 2,
        sender_chat: news,
        chat: news,
        date: now / 1000,
        text: "big news",
      },
    });
    await telegram.autoForward(news, post.message_id, team).delivered;
    expect(bot.messages().at(-1)).toMatchObject({
      from: { id: 777000, is_bot: false },
      sender_chat: news,
      is_automatic_forward: true,
      forward_origin: { type: "channel", chat: news, message_id: post.message_id },
      text: "big news",
    });
    await telegram.editIn(news, post.message_id, "bigger news").delivered;
    expect(bot.hits.at(-1)?.update).toMatchObject({ edited_channel_post: { text: "bigger news" } });
  });

  test("the bot itself, in its channel", async () => {
    const news = telegram.channel({ id: -1_001_000_000_009, title: "News", botIsAdmin: true });
    const post = await send(news, "by the bot");
    expect(post).toMatchObject({ chat: news, sender_chat: news });
    expect(post.from).toBeUndefined();
  });
});

describe("replies", () => {
  test("in a basic group carry no thread", async () => {
    const team = basic();
    const own = await send(team, "own");
    const message = await heard(team, rob, "why", { replyTo: own.message_id });
    expect(message).toMatchObject({ reply_to_message: { message_id: own.message_id } });
    expect(message).not.toHaveProperty("message_thread_id");
  });

  test("in a supergroup carry the first message's id, and are no topic", async () => {
    const team = supergroup();
    const own = await send(team, "own");
    const first = await heard(team, rob, "why", { replyTo: own.message_id });
    expect(first).toMatchObject({ message_thread_id: own.message_id });
    const reply_parameters = { message_id: first?.message_id };
    const second = await send(team, "because", { reply_parameters });
    expect(second).toMatchObject({
      message_thread_id: own.message_id,
      reply_to_message: { message_id: first?.message_id, message_thread_id: own.message_id },
    });
    expect(second.reply_to_message).not.toHaveProperty("reply_to_message");
    expect([first, second].filter((one) => one && "is_topic_message" in one)).toEqual([]);
    const view = telegram.chat(SUPER).messages.map(({ thread, reply_to }) => [thread, reply_to]);
    expect(view).toEqual([
      [null, null],
      [2, 2],
      [2, 3],
    ]);
  });

  test("with a quote", async () => {
    const team = basic();
    const own = await send(team, "one two three");
    const message = await heard(team, rob, "why", { replyTo: own.message_id, quote: "two" });
    expect(message?.quote).toEqual({ text: "two", position: 4, is_manual: true });
    const quoted = await send(team, "x", { reply_parameters: { message_id: 2, quote: "wh" } });
    expect(quoted).toMatchObject({ quote: { text: "wh", position: 0, is_manual: true } });
  });

  test("to another chat say where", async () => {
    const team = supergroup({ botIsAdmin: true });
    const note = telegram.sayIn(team, rob, "a note");
    const replyTo = { chat: SUPER, message: note.message_id };
    await telegram.say(tess, "what of this?", { replyTo }).delivered;
    const origin = { type: "user", date: now / 1000, sender_user: rob };
    const external_reply = { origin, chat: team, message_id: note.message_id };
    const inPrivate = bot.messages().at(-1);
    expect(inPrivate).toMatchObject({ chat: { id: 7 }, external_reply });
    expect(inPrivate).not.toHaveProperty("reply_to_message");
    const reply_parameters = { message_id: note.message_id, chat_id: SUPER };
    const answer = await bot.call("sendMessage", { chat_id: 7, text: "x", reply_parameters });
    expect(answer.result).toMatchObject({ external_reply });
    const hello = telegram.say(tess, "hello");
    const there = await heard(team, tess, "there", {
      replyTo: { chat: 7, message: hello.message_id },
    });
    expect(there?.external_reply).toEqual({
      origin: { type: "user", date: now / 1000, sender_user: tess },
    });
  });
});

test("message ids: one counter for private chats and basic groups, one per supergroup, where 1 is taken", () => {
  const [team, wide] = [basic(), supergroup()];
  const ids = [
    telegram.say(tess, "x"),
    telegram.sayIn(team, rob, "x"),
    telegram.sayIn(wide, rob, "x"),
    telegram.say(tess, "x"),
    telegram.sayIn(wide, rob, "x"),
  ].map(({ message_id }) => message_id);
  expect(ids).toEqual([1, 2, 2, 3, 3]);
});

test("kinds that nobody here knows", async () => {
  await telegram.strange("quantum_message", { id: 1 }).delivered;
  expect(bot.hits.at(-1)?.update).toMatchObject({ quantum_message: { id: 1 } });
  const reaction = { chat: { id: -55 }, message_id: 1, user: tess };
  expect(telegram.strange("message_reaction", reaction).update_id).toBe(0);
  await bot.call("setWebhook", { url: bot.url, allowed_updates: ["message_reaction"] });
  await telegram.strange("message_reaction", reaction).delivered;
  const guest_message = { message_id: 1, guest_query_id: "g1", text: "hi" };
  const posted = await telegram.post({ update_id: 5, guest_message });
  expect(posted).toMatchObject({ kind: "answered", status: 200 });
  expect(bot.hits.at(-1)?.update).toEqual({ update_id: 5, guest_message });
});

test("mistakes of a test throw", async () => {
  const team = basic();
  const own = await send(team, "own");
  const sticker = telegram.sayIn(team, rob, { kind: "sticker" });
  expect(() => telegram.editIn(team, own.message_id, "x")).toThrow("its own");
  expect(() => telegram.editIn(team, sticker.message_id, "x")).toThrow("no text");
  const stranger = telegram.user({ id: 70, firstName: "Stranger" });
  const news = telegram.channel({ id: -1_001_000_000_009, title: "News" });
  const wide = supergroup();
  expect(() => telegram.sayIn(team, stranger, "x")).toThrow("not in chat");
  expect(() => telegram.sayIn(team, rob, "x", { topic: 4 })).toThrow("no topics");
  expect(() => telegram.sayIn(team, rob, "x", { replyTo: 99 })).toThrow("no message 99");
  expect(() => telegram.sayIn(team, rob, "x", { quote: "y" })).toThrow("nothing to quote");
  expect(() => telegram.sayIn(team, rob, "x", { asChannel: news })).toThrow("only supergroups");
  expect(() => telegram.sayIn(wide, rob, "x", { asAnonymousAdmin: true })).toThrow("no admin");
  expect(() => telegram.group({ id: 5, title: "x", type: "group" })).toThrow("no id");
  expect(() => telegram.group({ id: -5, title: "x", type: "forum" })).toThrow("no id");
  expect(() => basic()).toThrow("there already");
});
