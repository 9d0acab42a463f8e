import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TelegramServer } from "../server.ts";
import { type TestBot, type World, world } from "../test-bot.ts";
import type { User, WebhookInfo } from "../types.ts";

let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;

beforeEach(async () => {
  here = await world();
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess" });
});
afterEach(() => here.close());

describe("an answer with a method", () => {
  const json = { "content-type": "application/json" };

  test("is run as a call, in the journal like any other", async () => {
    const body = JSON.stringify({ method: "sendMessage", chat_id: 7, text: "by webhook" });
    bot.answer = () => ({ status: 200, headers: json, body });
    await telegram.say(tess, "one").delivered;
    await telegram.idle();
    expect(telegram.chat(7).messages.map(({ text }) => text)).toEqual(["one", "by webhook"]);
    expect(telegram.wire.calls.at(-1)).toMatchObject({ method: "sendMessage", status: 200 });
    expect(telegram.deliveries[0]?.reply).toBe("sendMessage");
    expect(telegram.unknownParameters).toEqual([]);
  });

  test.each([
    ["getMe", 200, json],
    ["setWebhook", 200, json],
    ["deleteWebhook", 200, json],
    ["sendMessage", 200, { "content-type": "text/plain" }],
  ])("%s is not run", async (method, status, headers) => {
    bot.answer = () => ({
      status,
      headers,
      body: JSON.stringify({ method, chat_id: 7, text: "x" }),
    });
    const calls = telegram.wire.calls.length;
    await telegram.say(tess, "one").delivered;
    await telegram.idle();
    expect(telegram.wire.calls).toHaveLength(calls);
  });
});

describe("settings", () => {
  test("allowed_updates filters, is kept when left out, and reset by an empty list", async () => {
    const set = (more: object) => bot.call("setWebhook", { url: bot.url, ...more });
    await set({ allowed_updates: ["callback_query"] });
    const narrowed = await set({ allowed_updates: ["message"] });
    expect(narrowed.description).toBe("Webhook is already set");
    await set({ max_connections: 7 });
    const said = telegram.say(tess, "one");
    const edit = telegram.editUserMessage(tess, said.message_id, "two");
    expect(edit.update_id).toBe(0);
    await expect(edit.delivered).rejects.toThrow("allowed_updates");
    expect((await bot.call<WebhookInfo>("getWebhookInfo")).result.allowed_updates).toEqual([
      "message",
    ]);
    await set({ allowed_updates: [] });
    await telegram.editUserMessage(tess, said.message_id, "three").delivered;
    expect(bot.texts()).toEqual(["one", "edit: three"]);
  });

  test("updates wait for a webhook, and can be dropped", async () => {
    expect((await bot.call("deleteWebhook")).description).toBe("Webhook was deleted");
    expect((await bot.call("deleteWebhook")).description).toBe("Webhook is already deleted");
    const dropped = telegram.say(tess, "dropped");
    expect((await bot.call<WebhookInfo>("getWebhookInfo")).result.pending_update_count).toBe(1);
    const set = { url: bot.url, drop_pending_updates: true };
    expect((await bot.call("setWebhook", set)).description).toBe("Webhook was set");
    await expect(dropped.delivered).rejects.toThrow("drop_pending_updates");
    await bot.call("setWebhook", { url: "" });
    const kept = telegram.say(tess, "kept");
    await bot.call("setWebhook", { url: bot.url });
    expect((await bot.call("setWebhook", { url: bot.url })).description).toBe(
      "Webhook is already set",
    );
    await kept.delivered;
    expect(bot.texts()).toEqual(["kept"]);
    expect(bot.hits[0]?.headers).not.toHaveProperty("x-telegram-bot-api-secret-token");
  });

  test("a change cuts what is in flight, which is then delivered again", async () => {
    const arrivals = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const released = Promise.withResolvers<void>();
    bot.answer = async ({ n }) => {
      arrivals[n - 1]?.resolve();
      await released.promise;
      return { status: 200 };
    };
    const cut = Promise.withResolvers<void>();
    telegram.onChange(({ kind }) => kind === "delivery" && cut.resolve());
    const said = telegram.say(tess, "one");
    await arrivals[0]?.promise;
    await bot.call("setWebhook", { url: bot.url, secret_token: "other" });
    await arrivals[1]?.promise;
    await cut.promise;
    // The end of the first flight must not open the line while the second is under way.
    telegram.say(tess, "two");
    released.resolve();
    await said.delivered;
    await telegram.idle();
    expect(bot.texts()).toEqual(["one", "one", "two"]);
    expect(bot.hits.map(({ headers }) => headers["x-telegram-bot-api-secret-token"])).toEqual([
      "s3cret",
      "other",
      "other",
    ]);
  });
});

describe("by hand", () => {
  test("the same update again, in line or all at once", async () => {
    const said = telegram.say(tess, "one");
    await said.delivered;
    await telegram.redeliver(said.update_id).delivered;
    const posted = await telegram.duplicate(said.update_id, 3);
    expect(posted.map((one) => one.kind === "answered" && one.status)).toEqual([200, 200, 200]);
    expect(bot.hits.map(({ update }) => update.update_id)).toEqual(Array(5).fill(said.update_id));
    expect(new Set(bot.hits.map(({ update }) => JSON.stringify(update))).size).toBe(1);
    expect(telegram.deliveries.map(({ via }) => via)).toEqual([
      "queue",
      "queue",
      "manual",
      "manual",
      "manual",
    ]);
  });

  test("with a wrong secret or none; the answer comes back", async () => {
    bot.answer = () => ({ status: 401, body: "no" });
    const { update_id } = telegram.say(tess, "one");
    const wrong = await telegram.post(update_id, { secret: "wrong" });
    expect(wrong).toMatchObject({ kind: "answered", status: 401, body: "no" });
    await telegram.post(update_id, { secret: null });
    const secrets = bot.hits.map(({ headers }) => headers["x-telegram-bot-api-secret-token"]);
    expect(secrets).toContain("wrong");
    expect(secrets).toContain(undefined);
  });
});
