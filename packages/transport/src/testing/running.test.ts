import { expect, test } from "vitest";
import type { Driver, Knock, KnockAnswer } from "./kit.ts";
import { relayed } from "./relay.ts";
import { running } from "./running.ts";

const webhook = { headers: { "x-a": "1" }, body: "{}" };

test("a webhook goes in as it is, below its registration where it has one", async () => {
  const seen: string[] = [];
  const fetch = async (request: Request) => {
    seen.push(`${request.url} ${request.headers.get("x-a")} ${await request.text()}`);
    return new Response(null, { status: 202 });
  };
  const app = running({ fetch, crash: async () => {} });
  expect(await app.deliver(webhook)).toBe(202);
  await app.deliver({ ...webhook, registration: "r-1" });
  expect(seen).toEqual(["http://bot.test/webhook 1 {}", "http://bot.test/webhook/r-1 1 {}"]);
  expect(Object.keys(app)).toEqual(["deliver", "crash"]);
});

test("what is lost is what the operator sees listed, whatever state it is in", async () => {
  const row = { conversation: "a/b", open: 1, dead: 1, undeliverable: 2, uncertain: 4, at: 100 };
  const fetch = (request: Request) => {
    const allowed = request.headers.get("authorization") === "Bearer t0ken";
    return Response.json({ conversations: allowed ? [row, { ...row, dead: 0 }] : [] });
  };
  const objects = async () => ["2", "1"];
  const app = running({ fetch, crash: async () => {}, objects, adminToken: "t0ken" });
  expect(await app.lost?.()).toBe(13);
  expect(await app.stored?.()).toEqual(["1", "2"]);
});

/** A platform that asks the app before it answers it. */
function handshaking(knock: Knock) {
  const { promise, resolve } = Promise.withResolvers<KnockAnswer>();
  let waiting: readonly Knock[] = [knock];
  const driver: Pick<Driver, "knocks" | "answer"> = {
    knocks: async () => waiting,
    answer: async (id, answer) => {
      waiting = waiting.filter((one) => one.id !== id);
      resolve(answer);
    },
  };
  return { driver, answered: promise };
}

test("a handshake is handed to the app while it waits, and its answer back", async () => {
  const { driver, answered } = handshaking({ ...webhook, id: "1", registration: "r-1" });
  const fetch = async (request: Request) =>
    new Response("hello", { status: 200, headers: { "x-back": request.url } });
  const { status, headers, body } = await relayed(driver, fetch, answered);
  expect({ status, body, back: headers["x-back"] }).toEqual({
    ...{ status: 200, body: "hello", back: "http://bot.test/webhook/r-1" },
  });
});

test("what fails meanwhile is told", async () => {
  const nothing = { knocks: async () => [] };
  const failed = Promise.reject(new Error("not subscribed"));
  await expect(relayed(nothing, () => new Response(), failed)).rejects.toThrow("not subscribed");
});
