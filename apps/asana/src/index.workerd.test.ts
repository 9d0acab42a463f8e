import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { asanaSaying, data, page, refused } from "../testing.ts";
import type { AsanaEnv } from "./env.ts";
import worker from "./index.ts";

/** The Worker as it is bundled, on workerd, with the objects of its own `wrangler.jsonc`. */
const SECRET = "secret-that-asana-has-chosen";
const HOOK = "0123456789abcdef0123456789abcdef";
const account = () => env.ACCOUNT.getByName("asana:token");

/** Lower-case hexadecimal HMAC-SHA256 of the raw bytes, without a prefix (Asana, webhooks guide). */
async function signed(body: string, secret = SECRET): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["sign"]);
  return Buffer.from(await crypto.subtle.sign("HMAC", key, bytes(body))).toString("hex");
}
const post = (path: string, body: string, headers: Record<string, string>) =>
  exports.default.fetch(new Request(`https://bot.test${path}`, { method: "POST", body, headers }));
const deliver = async (events: unknown[], signature?: string) => {
  const body = JSON.stringify({ events });
  return post(`/webhook/${HOOK}`, body, { "x-hook-signature": signature ?? (await signed(body)) });
};
const comment = (gid: string) => ({
  user: { gid: "55", resource_type: "user" },
  created_at: "2026-04-27T14:36:31.187Z",
  action: "added",
  resource: { gid, resource_type: "story", resource_subtype: "comment_added" },
  parent: { gid: "9001", resource_type: "task", resource_subtype: "default_task" },
});

/** The keys in the account's inbox. */
const kept = () =>
  runInDurableObject(account(), (_account, { storage }) =>
    storage.sql
      .exec<{ key: string }>("SELECT key FROM reference ORDER BY n")
      .toArray()
      .map(({ key }) => key),
  );

const said = (html_text: string, gid: string, by: string) =>
  data({
    ...{ gid, resource_subtype: "comment_added", html_text, target: { gid: "9001" } },
    created_by: { gid: by, name: "Ann", resource_type: "user" },
  });
const mention = '<body><a data-asana-type="user" data-asana-gid="100">@Bot</a> hi</body>';

// A registration as it is after its handshake was confirmed. 77 is of a stranger, 78 is not for us, 79 is.
beforeAll(async () => {
  const target = `https://bot.test/webhook/${HOOK}`;
  const answers = {
    "GET /webhooks": page([{ gid: "900", target, resource: { gid: "300" } }]),
    "GET /events": refused(412),
    "GET /stories/77": said(mention, "77", "66"),
    "GET /stories/78": said("<body>hi</body>", "78", "55"),
    "GET /stories/79": said(mention, "79", "55"),
    "GET /tasks/9001": data({ gid: "9001", assignee: null }),
  };
  await asanaSaying(answers, {}, "asana.test");
  await account().ping();
  await runInDurableObject(account(), (_account, { storage }) => {
    const values = [HOOK, "300", "active", SECRET, "900", Date.now()];
    storage.sql.exec(
      "INSERT INTO registration (id, resource, state, secret, gid, at) VALUES (?, ?, ?, ?, ?, ?)",
      ...values,
    );
  });
});

describe("a delivery", () => {
  test("is a row of the account before it is answered, once for each event", async () => {
    const answer = await deliver([comment("71"), comment("72")]);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("");
    await deliver([comment("71")]);
    expect(await kept()).toEqual(["story:71:added", "story:72:added"]);
  });

  test("without events is a heartbeat, signed like any other", async () => {
    expect((await deliver([])).status).toBe(200);
    expect((await deliver([], "0".repeat(64))).status).toBe(401);
  });

  test("with other letters than ASCII has the same bytes", async () => {
    expect((await deliver([{ ...comment("73"), note: "ü 👍" }])).status).toBe(200);
  });

  test.each<[string, (body: string) => Promise<string> | string]>([
    ["another secret", (body) => signed(body, "other")],
    ["another body", (body) => signed(`${body} `)],
    ["a prefix", async (body) => `sha256=${await signed(body)}`],
    ["upper case", async (body) => (await signed(body)).toUpperCase()],
    ["no signature", () => ""],
  ])("signed with %s: 401, and nothing is kept", async (_name, sign) => {
    const before = await kept();
    const events = [comment("74")];
    const answer = await deliver(events, await sign(JSON.stringify({ events })));
    expect(answer.status).toBe(401);
    expect(await kept()).toEqual(before);
  });

  test("to a registration that nobody has made is unknown", async () => {
    const body = JSON.stringify({ events: [comment("75")] });
    const headers = { "x-hook-signature": await signed(body) };
    expect((await post("/webhook/ffffffffffffffffffffffffffffffff", body, headers)).status).toBe(
      404,
    );
    expect((await post("/webhook", body, headers)).status).toBe(404);
  });

  test("that is not JSON is refused, one that is too large too", async () => {
    const headers = async (body: string) => ({ "x-hook-signature": await signed(body) });
    expect((await post(`/webhook/${HOOK}`, "{", await headers("{"))).status).toBe(400);
    const large = JSON.stringify({ events: [], pad: "x".repeat(1024 * 1024) });
    expect((await post(`/webhook/${HOOK}`, large, await headers(large))).status).toBe(413);
  });

  test("that cannot be stored is answered 503, so that Asana sends it again", async () => {
    const getByName = () => {
      throw new Error("down");
    };
    const lost: AsanaEnv = { ...env, ACCOUNT: { getByName } };
    const body = JSON.stringify({ events: [comment("76")] });
    const headers = { "x-hook-signature": await signed(body) };
    const request = new Request(`https://bot.test/webhook/${HOOK}`, {
      method: "POST",
      body,
      headers,
    });
    expect((await worker.fetch(request, lost)).status).toBe(503);
  });
});

describe("a handshake", () => {
  test("that nobody has asked for is refused, without an echo", async () => {
    for (const path of [`/webhook/${HOOK}`, "/webhook/ffffffffffffffffffffffffffffffff"]) {
      const answer = await post(path, "", { "x-hook-secret": "of-somebody-else" });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("x-hook-secret")).toBeNull();
    }
    // The secret that was there is still the one.
    expect((await deliver([])).status).toBe(200);
  });
});

test("what mentions us goes on to the conversation of its task, what does not goes nowhere", async () => {
  await deliver([comment("77"), comment("78"), comment("79")]);
  const items = () =>
    runInDurableObject(env.CHAT.getByName("asana:token/9001"), (_chat, { storage }) =>
      storage.sql.exec<{ key: string }>("SELECT key FROM item").toArray(),
    );
  await vi.waitFor(async () => expect(await items()).toEqual([{ key: "story:79:added" }]));
  expect(await listDurableObjectIds(env.CHAT)).toHaveLength(1);
});
