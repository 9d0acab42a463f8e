import { afterEach, beforeEach, expect, test } from "vitest";
import type { Change } from "./account.ts";
import { TelegramServer } from "./server.ts";
import { type World, world } from "./test-bot.ts";
import type { User } from "./types.ts";

let here: World;
let tess: User;

beforeEach(async () => {
  here = await world();
  tess = here.telegram.user({ id: 7, firstName: "Tess" });
  here.telegram.say(tess, "hello");
});
afterEach(() => here.close());

const send = (text: string) => here.bot.call("sendMessage", { chat_id: 7, text });
const shown = () => here.telegram.chat(7).messages.map(({ text }) => text);

test("a call held on arrival has shown nothing, held when applied it has", async () => {
  const { wire } = here.telegram;
  const arrival = wire.barrier("arrived", { method: "sendMessage" });
  const sent = send("x");
  await arrival.hit;
  expect(shown()).toEqual(["hello"]);
  const applied = wire.barrier("applied", { method: "sendMessage" });
  arrival.release();
  await applied.hit;
  expect(shown()).toEqual(["hello", "x"]);
  applied.release("drop");
  await expect(sent).rejects.toThrow("fetch failed");
});

test("a call lost on arrival is never applied", async () => {
  const arrival = here.telegram.wire.barrier("arrived", { method: "sendMessage" });
  const sent = send("x");
  await arrival.hit;
  arrival.release("drop");
  await expect(sent).rejects.toThrow("fetch failed");
  expect(shown()).toEqual(["hello"]);
});

test("a late call is applied after its connection is gone, in the state of that moment", async () => {
  here.telegram.wire.fault({ method: "sendMessage", fault: { kind: "late", ms: 20 } });
  const match = ({ raw }: { raw: string }) => raw.includes("late");
  const applied = here.telegram.wire.barrier("applied", { match });
  await expect(send("late")).rejects.toThrow("fetch failed");
  await send("in between");
  await applied.hit;
  applied.release();
  expect(shown().toSorted()).toEqual(["hello", "in between", "late"]);
});

test("a press is answered once", async () => {
  const { message_id } = (await send("own")).result;
  const pressed = here.telegram.press(tess, message_id, "forged data");
  await pressed.delivered;
  expect(here.bot.hits.at(-1)?.update).toMatchObject({
    callback_query: {
      id: pressed.callback_query_id,
      from: tess,
      message: { message_id, text: "own" },
      data: "forged data",
    },
  });
  const { callback_query_id } = pressed;
  const answers: Change[] = [];
  here.telegram.onChange((change) => answers.push(change));
  const answer = { callback_query_id, text: "ok", show_alert: true };
  expect((await here.bot.call("answerCallbackQuery", answer)).result).toBe(true);
  expect((await here.bot.call("answerCallbackQuery", { callback_query_id })).result).toBe(true);
  expect(await pressed.answered).toMatchObject({ text: "ok", show_alert: true });
  expect(answers).toEqual([{ kind: "answer", chat_id: 7 }]);
});

test("a press under a deleted message shows no text", async () => {
  const { message_id } = (await send("own")).result;
  await here.bot.call("deleteMessage", { chat_id: 7, message_id });
  await here.telegram.press(tess, message_id, "x").delivered;
  expect(here.bot.hits.at(-1)?.update).toMatchObject({
    callback_query: { message: { message_id, chat: { id: 7 }, date: 0 } },
  });
});

test("a listener hears what a person would see", async () => {
  const changes: Change[] = [];
  await here.telegram.idle();
  const stop = here.telegram.onChange((change) => changes.push(change));
  const { message_id } = (await send("own")).result;
  await here.bot.call("editMessageText", { chat_id: 7, message_id, text: "two" });
  await here.bot.call("deleteMessage", { chat_id: 7, message_id });
  await here.bot.call("sendChatAction", { chat_id: 7, action: "typing" });
  stop();
  await send("unheard");
  expect(changes).toEqual([
    { kind: "message", chat_id: 7, message_id },
    { kind: "edit", chat_id: 7, message_id },
    { kind: "delete", chat_id: 7, message_id },
    { kind: "action", chat_id: 7 },
  ]);
});

test("a reply of a person carries one level", async () => {
  const first = (await send("first")).result.message_id;
  const reply_parameters = { message_id: first };
  const second = await here.bot.call("sendMessage", {
    chat_id: 7,
    text: "second",
    reply_parameters,
  });
  const replyTo = second.result.message_id;
  await here.telegram.say(tess, "third", { replyTo }).delivered;
  const update = here.bot.hits.at(-1)?.update;
  const reply = update && "message" in update ? update.message.reply_to_message : undefined;
  expect(reply).toMatchObject({ message_id: replyTo, text: "second" });
  expect(reply?.reply_to_message).toBeUndefined();
});

test("closing gives up what waits", async () => {
  await here.bot.call("deleteWebhook");
  const said = here.telegram.say(tess, "one");
  await here.telegram.close();
  await expect(said.delivered).rejects.toThrow("closed");
});

test("message ids of private chats come from one counter", () => {
  const rob = here.telegram.user({ id: 8, firstName: "Rob" });
  expect([rob, tess, rob].map((user) => here.telegram.say(user, "x").message_id)).toEqual([
    2, 3, 4,
  ]);
});

test("mistakes of a test throw", () => {
  const rob = here.telegram.user({ id: 8, firstName: "Rob" });
  expect(() => here.telegram.press(rob, 1, "x")).toThrow("never wrote");
  expect(() => here.telegram.press(tess, 99, "x")).toThrow("no message 99");
  expect(() => here.telegram.say(tess, " ")).toThrow("empty");
  expect(() => here.telegram.redeliver(1)).toThrow("no update 1");
  expect(() => here.telegram.chat(9)).toThrow("no chat 9");
  expect(() => new TelegramServer({ token: "x", username: "b" })).toThrow("token");
});
