import {
  abortAllDurableObjects,
  listDurableObjectIds,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { TelegramEnv } from "./env.ts";
import worker from "./index.ts";

/** The Worker as it is bundled, on workerd, with the objects of its own `wrangler.jsonc`. */
const SECRET = "s3cret-of-the-test";
const person = { id: 7527593, is_bot: false, first_name: "Tove" };
const chat = { id: 7527593, type: "private" };
const update = (id: number, from = person) => ({
  update_id: id,
  message: { message_id: id, date: 1_767_224_901, chat, from, text: "how are you" },
});
const webhook = (body: unknown, secret?: string) =>
  new Request("http://bot.test/webhook", {
    method: "POST",
    body: JSON.stringify(body),
    headers: secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret },
  });

/** The objects that exist and the calls that went out. */
const traces = async () => ({
  chats: await listDurableObjectIds(env.CHAT),
  accounts: await listDurableObjectIds(env.ACCOUNT),
  calls: await (await fetch("http://calls.test/")).json(),
});
const conversation = () => env.CHAT.getByName("telegram:900/7527593");
/** The keys in the inbox of the conversation, from its storage. */
const inbox = () =>
  runInDurableObject(conversation(), (_chat, { storage }) =>
    storage.sql
      .exec<{ key: string }>("SELECT key FROM item ORDER BY id")
      .toArray()
      .map(({ key }) => key),
  );

describe("what is not genuine leaves no trace", () => {
  const { TELEGRAM_WEBHOOK_SECRET: _, ...closed }: TelegramEnv = env;

  test.each<[string, number, () => Response | Promise<Response>]>([
    ["a wrong secret", 401, () => exports.default.fetch(webhook(update(1), "wrong"))],
    ["no secret", 401, () => exports.default.fetch(webhook(update(1)))],
    ["a route that is not set up", 503, () => worker.fetch(webhook(update(1), SECRET), closed)],
    [
      "a setting that is null, as workerd gives it",
      503,
      () => worker.fetch(webhook(update(1), ""), { ...closed, TELEGRAM_WEBHOOK_SECRET: null }),
    ],
  ])("%s: %i", async (_name, status, call) => {
    const before = await traces();
    const answer = await call();
    expect(answer.status).toBe(status);
    const { error } = await answer.json<{ error: string }>();
    expect(error).toBe(
      status === 401 ? "not genuine" : "closed: TELEGRAM_WEBHOOK_SECRET is not set",
    );
    expect(await traces()).toEqual(before);
  });
});

describe("a good update", () => {
  test("is a row before it is answered, and the row survives a crash", async () => {
    const answer = await exports.default.fetch(webhook(update(2), SECRET));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
    expect(await inbox()).toEqual(["u2"]);
    await abortAllDurableObjects();
    expect(await inbox()).toEqual(["u2"]);
  });

  test("is answered where the rows cannot be looked at, and an alarm looks again", async () => {
    await runInDurableObject(conversation(), (_chat, { storage }) =>
      storage.sql.exec("INSERT OR REPLACE INTO fact (name, value) VALUES ('noted', 'no JSON')"),
    );
    await abortAllDurableObjects();
    await runInDurableObject(conversation(), (_chat, { storage }) => storage.deleteAlarm());
    const answer = await exports.default.fetch(webhook(update(9), SECRET));
    expect(answer.status).toBe(200);
    expect(await inbox()).toContain("u9");
    const alarm = () =>
      runInDurableObject(conversation(), (_chat, { storage }) => storage.getAlarm());
    expect(await alarm()).not.toBeNull();
    // Nor is it lost with the error when it fires.
    await runDurableObjectAlarm(conversation());
    expect(await alarm()).not.toBeNull();
    await runInDurableObject(conversation(), (_chat, { storage }) =>
      storage.sql.exec("DELETE FROM fact WHERE name = 'noted'"),
    );
    await abortAllDurableObjects();
  });

  test.each([
    ["conversation", conversation],
    ["account", () => env.ACCOUNT.getByName("telegram:900")],
  ])(
    "an alarm of the %s whose next one is refused fails, so that the platform repeats it",
    async (_name, object) => {
      await runInDurableObject(object(), async (one, { storage }) => {
        const refused = vi.spyOn(storage, "setAlarm").mockRejectedValue(new Error("refused"));
        try {
          await expect(one.alarm?.()).rejects.toThrow("refused");
        } finally {
          refused.mockRestore();
        }
        await expect(one.alarm?.()).resolves.toBeUndefined();
      });
    },
  );

  test("an account that cannot look after everything still grants what it is asked for", async () => {
    const account = () => env.ACCOUNT.getByName("telegram:900");
    await runInDurableObject(account(), (_account, { storage }) => storage.deleteAlarm());
    await abortAllDurableObjects();
    await runInDurableObject(account(), (_account, { storage }) =>
      storage.sql.exec("DROP TABLE reference"),
    );
    expect(await account().reserve("7527593")).toMatchObject({ granted: true });
    const alarm = await runInDurableObject(account(), (_account, { storage }) =>
      storage.getAlarm(),
    );
    expect(alarm).not.toBeNull();
    await abortAllDurableObjects();
  });

  test("delivered again, also after a crash, it is one row", async () => {
    await exports.default.fetch(webhook(update(3), SECRET));
    await exports.default.fetch(webhook(update(3), SECRET));
    await abortAllDurableObjects();
    const again = await exports.default.fetch(webhook(update(3), SECRET));
    expect(again.status).toBe(200);
    expect((await inbox()).filter((key) => key === "u3")).toHaveLength(1);
  });

  test("that the conversation cannot store is answered 503, so that Telegram sends it again", async () => {
    const getByName = () => {
      throw new Error("down");
    };
    const lost: TelegramEnv = { ...env, CHAT: { getByName } };
    const answer = await worker.fetch(webhook(update(4), SECRET), lost);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ error: "not stored, send again" });
  });
});

test.each<[string, object]>([
  ["a stranger", update(5, { ...person, id: 666 })],
  ["an update kind of next year", { update_id: 6, hologram: {} }],
  ["a group", { update_id: 7, message: { ...update(7).message, chat: { id: -1, type: "group" } } }],
])("%s is acknowledged and nothing is kept", async (_name, body) => {
  const before = await listDurableObjectIds(env.CHAT);
  const answer = await exports.default.fetch(webhook(body, SECRET));
  expect(answer.status).toBe(200);
  expect(await listDurableObjectIds(env.CHAT)).toEqual(before);
});
