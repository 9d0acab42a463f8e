import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TelegramServer } from "../server.ts";
import { type TestBot, type World, world } from "../test-bot.ts";
import type { User } from "../types.ts";

let now = Date.UTC(2026, 10, 21);
let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;
let rob: User;

beforeEach(async () => {
  here = await world({ now: () => now });
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess" });
  rob = telegram.user({ id: 8, firstName: "Rob" });
});
afterEach(() => here.close());

test("an update carries the secret and the message", async () => {
  const said = telegram.say(tess, "/start now");
  await said.delivered;
  expect(bot.hits[0]?.headers["x-telegram-bot-api-secret-token"]).toBe("s3cret");
  expect(bot.hits[0]?.headers["content-type"]).toBe("application/json");
  expect(bot.hits[0]?.update).toEqual({
    update_id: said.update_id,
    message: {
      message_id: said.message_id,
      from: tess,
      chat: { id: 7, type: "private", first_name: "Tess" },
      date: now / 1000,
      text: "/start now",
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    },
  });
  expect(telegram.deliveries).toEqual([
    { update_id: said.update_id, via: "queue", at: now, status: 200, error: null, reply: null },
  ]);
});

test("one in flight per chat, in order; another chat does not wait", async () => {
  const held = bot.hold("one");
  telegram.say(tess, "one");
  const two = telegram.say(tess, "two");
  telegram.editUserMessage(tess, two.message_id, "two!");
  await held.arrived;
  await telegram.say(rob, "other chat").delivered;
  expect(bot.texts()).toEqual(["one", "other chat"]);
  held.release();
  await telegram.idle();
  expect(bot.texts()).toEqual(["one", "other chat", "two", "edit: two!"]);
});

test("a press overtakes the messages of its chat", async () => {
  const own = await ownMessage();
  const held = bot.hold("one");
  telegram.say(tess, "one");
  await held.arrived;
  const pressed = telegram.press(tess, own, "yes");
  await pressed.delivered;
  expect(bot.texts().slice(-2)).toEqual(["one", "press: yes"]);
  held.release();
});

test("max_connections bounds what is in flight", async () => {
  await bot.call("setWebhook", { url: bot.url, max_connections: 1 });
  const held = bot.hold("one");
  telegram.say(tess, "one");
  const other = telegram.say(rob, "other chat");
  await held.arrived;
  expect(telegram.deliveries).toHaveLength(1);
  held.release();
  await other.delivered;
  expect(bot.texts()).toEqual(["one", "other chat"]);
});

describe("failures", () => {
  test("are retried until 2xx, and the chat waits", async () => {
    bot.answer = ({ n }) => ({ status: n < 4 ? 500 : 204 });
    telegram.say(tess, "one");
    telegram.say(tess, "two");
    await telegram.idle();
    expect(bot.texts()).toEqual(["one", "one", "one", "one", "two"]);
    expect(telegram.deliveries.map(({ status }) => status)).toEqual([500, 500, 500, 204, 204]);
  });

  test("are told by getWebhookInfo", async () => {
    bot.answer = ({ n }) => ({ status: n === 1 ? 500 : 200 });
    await telegram.say(tess, "one").delivered;
    expect((await bot.call("getWebhookInfo")).result).toEqual({
      url: bot.url,
      has_custom_certificate: false,
      pending_update_count: 0,
      last_error_date: now / 1000,
      last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
      max_connections: 40,
    });
  });

  test("a closed connection is one", async () => {
    bot.answer = ({ n }) => (n === 1 ? "cut" : { status: 200 });
    await telegram.say(tess, "one").delivered;
    expect(telegram.deliveries.map(({ status }) => status)).toEqual([0, 200]);
    expect(telegram.deliveries[0]?.error).toMatch(/^Connection (closed|reset by peer)$/);
  });

  test("a redirect is one, and is not followed", async () => {
    bot.answer = ({ n }) =>
      n === 1 ? { status: 302, headers: { location: bot.url } } : { status: 200 };
    await telegram.say(tess, "one").delivered;
    expect(telegram.deliveries.map(({ status }) => status)).toEqual([302, 200]);
  });

  test("no answer in time is one", async () => {
    const slow = await world({ webhookTimeoutMs: 50 });
    const user = slow.telegram.user({ id: 7, firstName: "Tess" });
    slow.bot.answer = ({ n }) => (n === 1 ? new Promise(() => {}) : { status: 200 });
    await slow.telegram.say(user, "one").delivered;
    expect(slow.telegram.deliveries[0]).toMatchObject({ status: 0, error: "Read timeout expired" });
    await slow.close();
  });

  test("nobody listening is one", async () => {
    const gone = await world({ webhook: false });
    await gone.close();
    await bot.call("setWebhook", { url: gone.telegram.wire.origin });
    const refused = Promise.withResolvers<void>();
    telegram.onChange(({ kind }) => kind === "delivery" && refused.resolve());
    const said = telegram.say(tess, "one");
    await refused.promise;
    expect(telegram.deliveries[0]).toMatchObject({ status: 0, error: "Connection refused" });
    await bot.call("setWebhook", { url: bot.url });
    await said.delivered;
    expect(telegram.deliveries.at(-1)?.status).toBe(200);
  });

  test("a press is given up after 150 seconds of trying, a message is not", async () => {
    const own = await ownMessage();
    bot.answer = () => {
      if (telegram.deliveries.length === 6) now += 151_000;
      return { status: 500 };
    };
    const pressed = telegram.press(tess, own, "yes");
    await expect(pressed.delivered).rejects.toThrow("expired");
    const tries = telegram.deliveries.filter(({ update_id }) => update_id === pressed.update_id);
    expect(tries).toHaveLength(5);
    const said = telegram.say(tess, "one");
    bot.answer = () => {
      now += 151_000;
      return { status: telegram.deliveries.length < 9 ? 500 : 200 };
    };
    await said.delivered;
  });

  test("a Retry-After beyond its life gives a press up at once", async () => {
    const slow = await world({ retryScale: 1 });
    const user = slow.telegram.user({ id: 7, firstName: "Tess" });
    const { message_id } = slow.telegram.say(user, "one");
    await slow.telegram.idle();
    slow.bot.answer = () => ({ status: 503, headers: { "retry-after": "200" } });
    const pressed = slow.telegram.press(user, message_id, "yes");
    await expect(pressed.delivered).rejects.toThrow("expired");
    expect(slow.telegram.deliveries.map(({ status }) => status)).toEqual([200, 503]);
    await slow.close();
  });

  test("what grew old without a webhook is never sent", async () => {
    await bot.call("deleteWebhook");
    const said = telegram.say(tess, "old");
    now += 86_401_000;
    await bot.call("setWebhook", { url: bot.url });
    await expect(said.delivered).rejects.toThrow("expired");
    expect(bot.hits).toEqual([]);
  });

  test("23 hours of 410 switch the webhook off", async () => {
    bot.answer = () => {
      now += 11.6 * 3600 * 1000;
      return { status: 410 };
    };
    const off = Promise.withResolvers<void>();
    telegram.onChange(() => {
      if (telegram.deliveries.length === 3) off.resolve();
    });
    telegram.say(tess, "one");
    await off.promise;
    expect((await bot.call("getWebhookInfo")).result).toMatchObject({ url: "" });
  });

  test.each([500, 200])("a %i in between starts the 23 hours of 410 anew", async (between) => {
    const answers = [410, between, 410];
    bot.answer = () => {
      now += 11.6 * 3600 * 1000;
      return { status: answers.shift() ?? 200 };
    };
    await telegram.say(tess, "one").delivered.catch(() => {});
    await telegram.say(tess, "two").delivered;
    expect(answers).toEqual([]);
    expect((await bot.call("getWebhookInfo")).result).toMatchObject({ url: bot.url });
  });
});

async function ownMessage(): Promise<number> {
  await telegram.say(tess, "hello").delivered;
  return (await bot.call("sendMessage", { chat_id: 7, text: "own" })).result.message_id;
}
