import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TELEGRAM_PACE } from "../pace.ts";
import { type World, world } from "../test-bot.ts";
import type { User } from "../types.ts";

const START = Date.UTC(2026, 10, 21);
let now = START;
let here: World;
let tess: User;

beforeEach(async () => {
  now = START;
  here = await world({ now: () => now });
  tess = here.telegram.user({ id: 7, firstName: "Tess", username: "tess", languageCode: "de" });
  here.telegram.say(tess, "hello");
});
afterEach(() => here.close());

const chat = { id: 7, type: "private", first_name: "Tess", username: "tess" };
const me = { id: 123456, is_bot: true, first_name: "trunkline_bot", username: "trunkline_bot" };
const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] };

test("a sent message", async () => {
  const answer = await here.bot.call("sendMessage", {
    chat_id: 7,
    text: " <b>hi</b> @tess ",
    parse_mode: "HTML",
    reply_parameters: { message_id: 1 },
    reply_markup: keyboard,
  });
  const seconds = START / 1000;
  const from = { id: 7, is_bot: false, first_name: "Tess", username: "tess", language_code: "de" };
  expect(answer).toEqual({
    status: 200,
    ok: true,
    result: {
      message_id: 2,
      from: me,
      chat,
      date: seconds,
      reply_to_message: { message_id: 1, from, chat, date: seconds, text: "hello" },
      text: "hi @tess",
      entities: [
        { type: "bold", offset: 0, length: 2 },
        { type: "mention", offset: 3, length: 5 },
      ],
      reply_markup: keyboard,
    },
  });
});

test("getMe", async () => {
  const { result } = await here.bot.call("getMe");
  expect(result).toMatchObject({ ...me, can_join_groups: true, supports_inline_queries: false });
});

test("4096 characters outside the basic plane are one message", async () => {
  const { ok } = await here.bot.call("sendMessage", { chat_id: 7, text: "😀".repeat(4096) });
  expect(ok).toBe(true);
});

test("the length counts after the entities are parsed", async () => {
  const text = `<b>${"a".repeat(4096)}</b>`;
  const answer = await here.bot.call("sendMessage", { chat_id: 7, text, parse_mode: "HTML" });
  expect(answer.ok).toBe(true);
});

test("a link to a known user is a mention, to an unknown one plain text", async () => {
  const text = '<a href="tg://user?id=7">T</a> <a href="tg://user?id=5">U</a>';
  const { result } = await here.bot.call("sendMessage", { chat_id: 7, text, parse_mode: "HTML" });
  expect(result).toMatchObject({
    text: "T U",
    entities: [{ type: "text_mention", user: { id: 7 } }],
  });
  expect(result.entities).toHaveLength(1);
});

test("given entities are taken, those Telegram finds itself are not", async () => {
  const entities = [
    { type: "bold", offset: 0, length: 1 },
    { type: "mention", offset: 0, length: 1 },
    { type: "text_link", offset: 1, length: 1, url: "a.de" },
  ];
  const { result } = await here.bot.call("sendMessage", { chat_id: 7, text: "ab", entities });
  expect(result.entities).toEqual([
    { type: "bold", offset: 0, length: 1 },
    { type: "text_link", offset: 1, length: 1, url: "http://a.de/" },
  ]);
});

test("a reply to nothing goes out when that was allowed", async () => {
  const reply_parameters = { message_id: 99, allow_sending_without_reply: true };
  const { result } = await here.bot.call("sendMessage", {
    chat_id: 7,
    text: "x",
    reply_parameters,
  });
  expect(result.reply_to_message).toBeUndefined();
});

describe("edits", () => {
  test("keep a history, and lose the keyboard that is not sent again", async () => {
    const message_id = (
      await here.bot.call("sendMessage", { chat_id: 7, text: "one", reply_markup: keyboard })
    ).result.message_id;
    now += 1000;
    const edit = { chat_id: 7, message_id, text: "two" };
    const { result } = await here.bot.call("editMessageText", edit);
    expect(result).toMatchObject({ message_id, text: "two", edit_date: START / 1000 + 1 });
    expect(result.reply_markup).toBeUndefined();
    await here.bot.call("editMessageReplyMarkup", { ...edit, reply_markup: keyboard });
    await here.bot.call("deleteMessage", edit);
    const view = here.telegram.chat(7).messages.find((one) => one.message_id === message_id);
    expect(view).toMatchObject({ text: "two", deleted: true, deletedAt: now, keyboard });
    expect(view?.edits.map(({ text, at }) => [text, at])).toEqual([
      ["one", START],
      ["two", START + 1000],
    ]);
    expect(here.telegram.everVisible(7)).toEqual([
      { message_id: 1, version: 0, text: "hello", bot: false, at: START },
      { message_id, version: 0, text: "one", bot: true, at: START },
      { message_id, version: 1, text: "two", bot: true, at: START + 1000 },
    ]);
  });

  test("of the keyboard alone are no new version of the text", async () => {
    const message_id = (await here.bot.call("sendMessage", { chat_id: 7, text: "one" })).result
      .message_id;
    const edit = { chat_id: 7, message_id, text: "one", reply_markup: keyboard };
    expect((await here.bot.call("editMessageText", edit)).result.reply_markup).toEqual(keyboard);
    expect(here.telegram.everVisible(7).map(({ text }) => text)).toEqual(["hello", "one"]);
  });

  test("a deleted message is not found again", async () => {
    const target = { chat_id: 7, message_id: 1 };
    expect((await here.bot.call("deleteMessage", target)).result).toBe(true);
    expect((await here.bot.call("deleteMessage", target)).description).toMatch(
      /to delete not found/,
    );
  });
});

test("a reaction replaces the one before, an empty list removes it", async () => {
  const react = async (...emoji: string[]) => {
    const reaction = emoji.map((one) => ({ type: "emoji", emoji: one }));
    await here.bot.call("setMessageReaction", { chat_id: 7, message_id: 1, reaction });
    return here.telegram.chat(7).messages[0]?.reactions;
  };
  expect(await react("👀")).toEqual(["👀"]);
  expect(await react("👍")).toEqual(["👍"]);
  expect(await react()).toEqual([]);
});

test("typing is seen", async () => {
  await here.bot.call("sendChatAction", { chat_id: 7, action: "typing" });
  expect(here.telegram.chat(7).actions).toEqual([{ action: "typing", at: START }]);
});

test("commands are remembered", async () => {
  const commands = [{ command: "start", description: "Begin" }];
  await here.bot.call("setMyCommands", { commands });
  expect(here.telegram.commands).toEqual(commands);
});

test("names in any case; query, form and JSON alike, the query first", async () => {
  const form = await fetch(`${here.bot.address("SENDmessage")}?chat_id=7&text=query`, {
    method: "POST",
    body: new URLSearchParams({ chat_id: "8", reply_markup: JSON.stringify(keyboard) }),
  });
  expect(await form.json()).toMatchObject({ result: { text: "query", reply_markup: keyboard } });
  const get = await fetch(`${here.bot.address("sendMessage")}?chat_id=7&text=get`);
  expect(await get.json()).toMatchObject({ result: { text: "get" } });
});

test("unknown parameters pass, and are recorded", async () => {
  expect((await here.bot.call("sendMessage", { chat_id: 7, text: "a", txet: 1 })).ok).toBe(true);
  expect(here.telegram.unknownParameters).toEqual([
    { method: "sendMessage", parameter: "txet", call: here.telegram.wire.calls.length },
  ]);
});

describe("429", () => {
  const send = (chat_id = 7) => here.bot.call("sendMessage", { chat_id, text: "x" });
  const wait = (seconds: number) => ({
    status: 429,
    ok: false,
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  });

  test("for one chat, until the time is over", async () => {
    here.telegram.say(here.telegram.user({ id: 8, firstName: "Rob" }), "hi");
    here.telegram.rateLimit({ chat: 7, seconds: 30 });
    expect(await send()).toEqual(wait(30));
    expect((await send(8)).ok).toBe(true);
    now += 28_500;
    expect(await send()).toEqual(wait(2));
    now += 1500;
    expect((await send()).ok).toBe(true);
  });

  test("for every call", async () => {
    here.telegram.rateLimit({ seconds: 3 });
    expect(await here.bot.call("getMe")).toEqual(wait(3));
  });

  test("by pace: a burst, then one a second, edits included", async () => {
    const paced = await world({ now: () => now, pace: TELEGRAM_PACE });
    paced.telegram.say(paced.telegram.user({ id: 7, firstName: "Tess" }), "hi");
    const burst = [];
    for (let i = 0; i < 6; i += 1) {
      burst.push((await paced.bot.call("sendMessage", { chat_id: 7, text: "x" })).status);
    }
    expect(burst).toEqual([200, 200, 200, 200, 200, 429]);
    const edit = { chat_id: 7, message_id: 2, text: "y" };
    expect(await paced.bot.call("editMessageText", edit)).toEqual(wait(1));
    now += 1000;
    expect((await paced.bot.call("editMessageText", edit)).ok).toBe(true);
    await paced.close();
  });
});
