import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GENERAL } from "./group.ts";
import type { TelegramServer } from "./server.ts";
import { type TestBot, type World, world } from "./test-bot.ts";
import type { Chat, Message, User } from "./types.ts";

const FORUM = -1_001_000_000_002;
let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;
let rob: User;
let forum: Chat;

beforeEach(async () => {
  here = await world({ privacy: false });
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess" });
  rob = telegram.user({ id: 8, firstName: "Rob" });
  const people = { members: [rob], admins: [tess] };
  forum = telegram.group({ id: FORUM, title: "Forum", type: "forum", ...people });
});
afterEach(() => here.close());

const send = (more: object) => bot.call("sendMessage", { chat_id: FORUM, text: "x", ...more });
const last = (): Message | undefined => bot.messages().at(-1);

test("a topic opens with a service message that bears its id", async () => {
  const topic = telegram.topic(forum, tess, "Bugs");
  await topic.delivered;
  expect(topic.id).toBe(topic.message_id);
  expect(last()).toMatchObject({
    message_id: topic.id,
    message_thread_id: topic.id,
    is_topic_message: true,
    from: tess,
    chat: { id: FORUM, type: "supergroup", is_forum: true },
    forum_topic_created: { name: "Bugs" },
  });
  expect(last()).not.toHaveProperty("reply_to_message");
});

test("every message in a topic looks like a reply to its first", async () => {
  const { id } = telegram.topic(forum, tess, "Bugs");
  const said = telegram.sayIn(forum, rob, "hello", { topic: id });
  await said.delivered;
  const root = { message_id: id, forum_topic_created: { name: "Bugs" } };
  const place = { message_thread_id: id, is_topic_message: true };
  expect(last()).toMatchObject({ text: "hello", ...place, reply_to_message: root });
  await telegram.sayIn(forum, tess, "why", { replyTo: said.message_id }).delivered;
  const real = { message_id: said.message_id, text: "hello" };
  expect(last()).toMatchObject({ text: "why", ...place, reply_to_message: real });
  const sent = await send({ message_thread_id: id });
  expect(sent.result).toMatchObject({ ...place, reply_to_message: root });
  const [, first, second, third] = telegram.chat(FORUM).messages;
  for (const message of [first, second, third]) {
    expect(message).toMatchObject({ thread: id, is_topic_message: true });
  }
  expect([first?.reply_to, second?.reply_to]).toEqual([null, said.message_id]);
});

test("the root may be the bot's own: under privacy mode that is no reply to it", () => {
  const closed = telegram.group({
    id: FORUM - 1,
    title: "Closed",
    type: "forum",
    members: [rob],
    privacy: true,
  });
  const { id, update_id } = telegram.topic(closed, telegram.bot, "By the bot");
  expect(update_id).toBe(0);
  expect(telegram.sayIn(closed, rob, "hello", { topic: id }).update_id).toBe(0);
  expect(telegram.sayIn(closed, rob, "/x@trunkline_bot", { topic: id }).update_id).not.toBe(0);
});

test("General has no id of its own, only chains of replies", async () => {
  const said = telegram.sayIn(forum, rob, "hello");
  await said.delivered;
  expect(last()).not.toHaveProperty("message_thread_id");
  await telegram.sayIn(forum, tess, "why", { replyTo: said.message_id }).delivered;
  expect(last()).toMatchObject({ message_thread_id: said.message_id });
  expect(last()).not.toHaveProperty("is_topic_message");
  const reply = await send({ reply_parameters: { message_id: said.message_id } });
  expect(reply.result).toMatchObject({ message_thread_id: said.message_id });
  expect(reply.result).not.toHaveProperty("is_topic_message");
});

test("a reply across topics is an external one", async () => {
  const { id } = telegram.topic(forum, tess, "Bugs");
  const said = telegram.sayIn(forum, rob, "hello");
  const reply_parameters = { message_id: said.message_id };
  const { result } = await send({ message_thread_id: id, reply_parameters });
  expect(result).toMatchObject({
    message_thread_id: id,
    external_reply: { chat: { id: FORUM }, message_id: said.message_id },
  });
  expect(result).not.toHaveProperty("reply_to_message");
  await telegram.sayIn(forum, rob, "x", { topic: id, replyTo: said.message_id }).delivered;
  expect(last()).toMatchObject({ external_reply: { message_id: said.message_id } });
});

test("a reply without a thread lands in the topic of the other message", async () => {
  const { id } = telegram.topic(forum, tess, "Bugs");
  const said = telegram.sayIn(forum, rob, "hello", { topic: id });
  const { result } = await send({ reply_parameters: { message_id: said.message_id } });
  expect(result).toMatchObject({ message_thread_id: id, is_topic_message: true });
});

describe("refusals", () => {
  const notFound = "Bad Request: message thread not found";

  test("General, a chain of replies, and what is no topic can't be named", async () => {
    const said = telegram.sayIn(forum, rob, "hello");
    telegram.sayIn(forum, tess, "why", { replyTo: said.message_id });
    for (const message_thread_id of [GENERAL, said.message_id, 99]) {
      expect((await send({ message_thread_id })).description).toBe(notFound);
    }
    expect(telegram.chat(FORUM).messages).toHaveLength(2);
  });

  test("outside of forums the thread is ignored", async () => {
    const wide = telegram.group({ id: FORUM - 2, title: "Wide", type: "supergroup" });
    const basic = telegram.group({ id: -9, title: "Small", type: "group" });
    telegram.say(tess, "hi");
    for (const chat_id of [wide.id, basic.id, 7]) {
      const { result } = await send({ chat_id, message_thread_id: 99 });
      expect(result).not.toHaveProperty("message_thread_id");
    }
  });

  test("a closed topic is for administrators", async () => {
    const { id } = telegram.topic(forum, tess, "Bugs");
    await telegram.closeTopic(forum, tess, id).delivered;
    expect(last()).toMatchObject({ message_thread_id: id, forum_topic_closed: {} });
    expect(() => telegram.sayIn(forum, rob, "x", { topic: id })).toThrow("closed");
    telegram.sayIn(forum, tess, "x", { topic: id });
    const answer = await send({ message_thread_id: id });
    expect(answer.description).toBe("Bad Request: TOPIC_CLOSED");
    expect((await send({})).ok).toBe(true);
    await telegram.setBot(forum, tess, "administrator").delivered;
    expect((await send({ message_thread_id: id })).ok).toBe(true);
    telegram.setBot(forum, tess, "member");
    await telegram.reopenTopic(forum, tess, id).delivered;
    expect(last()).toMatchObject({ forum_topic_reopened: {} });
    expect((await send({ message_thread_id: id })).ok).toBe(true);
  });

  test("General can be closed as well", async () => {
    await telegram.closeTopic(forum, tess, GENERAL).delivered;
    expect(last()).not.toHaveProperty("message_thread_id");
    expect((await send({})).description).toBe("Bad Request: TOPIC_CLOSED");
    expect(telegram.chat(FORUM).topics).toEqual([
      { id: GENERAL, name: "General", closed: true, deleted: false },
    ]);
  });

  test("a deleted topic is gone with its messages", async () => {
    const { id } = telegram.topic(forum, tess, "Bugs");
    const said = telegram.sayIn(forum, rob, "hello", { topic: id });
    telegram.deleteTopic(forum, id);
    expect((await send({ message_thread_id: id })).description).toBe(notFound);
    expect(telegram.chat(FORUM).topics.map((topic) => topic.id)).toEqual([GENERAL]);
    expect(telegram.chat(FORUM).messages.every(({ deleted }) => deleted)).toBe(true);
    expect(() => telegram.sayIn(forum, rob, "x", { topic: id })).toThrow("no topic");
    const reply_parameters = { message_id: said.message_id, allow_sending_without_reply: true };
    const other = telegram.topic(forum, tess, "Other");
    const there = await send({ message_thread_id: other.id, reply_parameters });
    expect(there.description).toBe("Bad Request: message to be replied not found");
  });

  test("the message that opened a topic can't be deleted", async () => {
    telegram.setBot(forum, tess, "administrator");
    const { id } = telegram.topic(forum, tess, "Bugs");
    const answer = await bot.call("deleteMessage", { chat_id: FORUM, message_id: id });
    expect(answer.description).toBe("Bad Request: message can't be deleted");
  });
});

test("typing goes to a topic, and General may be named for it", async () => {
  const { id } = telegram.topic(forum, tess, "Bugs");
  const type = (more: object) =>
    bot.call("sendChatAction", { chat_id: FORUM, action: "typing", ...more });
  for (const more of [{}, { message_thread_id: GENERAL }, { message_thread_id: id }]) {
    expect((await type(more)).ok).toBe(true);
  }
  const threads = telegram.chat(FORUM).actions.map(({ thread }) => thread);
  expect(threads).toEqual([undefined, GENERAL, id]);
  const answer = await type({ message_thread_id: 99 });
  expect(answer.description).toBe("Bad Request: message thread not found");
});

test("mistakes of a test throw", () => {
  const basic = telegram.group({ id: -9, title: "Small", type: "group" });
  expect(() => telegram.topic(basic, tess, "x")).toThrow("no topics");
  expect(() => telegram.closeTopic(forum, tess, 5)).toThrow("no topic 5");
  expect(() => telegram.reopenTopic(forum, tess, GENERAL)).toThrow("already");
  expect(() => telegram.deleteTopic(forum, GENERAL)).toThrow("General");
});
