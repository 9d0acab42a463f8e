import { afterEach, beforeEach, expect, test } from "vitest";
import type { Change } from "./account.ts";
import { type World, world } from "./test-bot.ts";
import type { Chat, User } from "./types.ts";

let now = Date.UTC(2026, 10, 21);
let here: World;
let tess: User;
let stranger: User;
let team: Chat;

beforeEach(async () => {
  here = await world({ now: () => now });
  tess = here.telegram.user({ id: 7, firstName: "Tess" });
  stranger = here.telegram.user({ id: 70, firstName: "Stranger" });
  team = here.telegram.group({ id: -55, title: "Team", type: "group", members: [tess] });
});
afterEach(() => here.close());

const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] };
const lastPress = () => {
  const update = here.bot.hits.at(-1)?.update;
  return update && "callback_query" in update ? update.callback_query : undefined;
};

test("anybody presses in a group, and the answer belongs to the group", async () => {
  const sent = await here.bot.call("sendMessage", {
    chat_id: -55,
    text: "well?",
    reply_markup: keyboard,
  });
  const { message_id } = sent.result;
  const pressed = here.telegram.pressIn(team, stranger, message_id, "y");
  await pressed.delivered;
  const message = { message_id, chat: team, text: "well?", reply_markup: keyboard };
  expect(lastPress()).toMatchObject({ from: stranger, message, data: "y", chat_instance: "55" });
  const changes: Change[] = [];
  here.telegram.onChange((change) => changes.push(change));
  const { callback_query_id } = pressed;
  await here.bot.call("answerCallbackQuery", { callback_query_id, text: "no" });
  expect(await pressed.answered).toMatchObject({ text: "no" });
  expect(changes).toEqual([{ kind: "answer", chat_id: -55 }]);
});

test.each(["deleted", "too old"])("a message that is %s shows only ids", async (why) => {
  const { message_id } = (await here.bot.call("sendMessage", { chat_id: -55, text: "x" })).result;
  if (why === "deleted") await here.bot.call("deleteMessage", { chat_id: -55, message_id });
  const options = { inaccessible: why !== "deleted" };
  await here.telegram.pressIn(team, tess, message_id, "y", options).delivered;
  expect(lastPress()?.message).toEqual({ message_id, chat: team, date: 0 });
});

test("an inline message has an id of its own and no chat", async () => {
  const inline_message_id = here.telegram.sendInline("one", keyboard);
  const pressed = here.telegram.pressInline(stranger, inline_message_id, "y");
  await pressed.delivered;
  expect(lastPress()).toMatchObject({ from: stranger, inline_message_id, data: "y" });
  expect(lastPress()).not.toHaveProperty("message");
  const edit = { inline_message_id, text: "two", reply_markup: keyboard };
  expect(await here.bot.call("editMessageText", edit)).toMatchObject({ ok: true, result: true });
  expect(await here.bot.call("editMessageText", edit)).toMatchObject({
    status: 400,
    description: expect.stringMatching(/^Bad Request: message is not modified/),
  });
  const bare = await here.bot.call("editMessageReplyMarkup", { inline_message_id });
  expect(bare.result).toBe(true);
  expect(here.telegram.inline(inline_message_id)).toMatchObject({ text: "two", keyboard: null });
  expect(here.telegram.inline(inline_message_id).edits.map(({ text }) => text)).toEqual([
    "one",
    "two",
  ]);
  const { callback_query_id } = pressed;
  expect((await here.bot.call("answerCallbackQuery", { callback_query_id })).ok).toBe(true);
  const unknown = await here.bot.call("editMessageText", { ...edit, inline_message_id: "1" });
  expect(unknown).toMatchObject({ status: 400, description: "Bad Request: MESSAGE_ID_INVALID" });
});

test("a late answer in a group is refused", async () => {
  const { message_id } = (await here.bot.call("sendMessage", { chat_id: -55, text: "x" })).result;
  const { callback_query_id } = here.telegram.pressIn(team, tess, message_id, "y");
  now += 61_000;
  const answer = await here.bot.call("answerCallbackQuery", { callback_query_id });
  expect(answer.description).toBe(
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
  );
});

test("mistakes of a test throw", () => {
  expect(() => here.telegram.pressIn(team, tess, 99, "y")).toThrow("no message 99");
  expect(() => here.telegram.pressInline(tess, "1", "y")).toThrow("no inline message");
  expect(() => here.telegram.inline("1")).toThrow("no inline message");
});
