import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { ModelServer } from "../model/index.ts";
import { type Stage, stage } from "./testing.ts";

let here: Stage;

beforeEach(async () => {
  here = await stage(new ModelServer());
});
afterEach(() => here.close());

/** fetch does not let anybody choose a Host. */
function get(path: string, host: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(`${here.url}${path}`, { headers: { host } }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

describe("only the page itself", () => {
  const port = () => new URL(here.url).port;

  it("answers to its own names", async () => {
    expect((await get("/", `localhost:${port()}`)).status).toBe(200);
    for (const host of ["evil.example", "127.0.0.1", `127.0.0.1:${port()}.evil.example`]) {
      const { status, body } = await get("/events", host);
      expect([status, body]).toEqual([
        403,
        '{"error":"this page answers only to its own address"}',
      ]);
    }
  });

  it("may do something", async () => {
    for (const origin of ["http://evil.example", "null", `https://127.0.0.1:${port()}`, ""]) {
      expect((await here.post("/kill", {}, { origin })).status).toBe(403);
    }
    expect(here.runtime.view().state).toBe("up");
    const answer = await here.post("/kill", {}, { origin: `http://localhost:${port()}` });
    expect(await answer.json()).toEqual({ ok: true, pid: 4711 });
    expect((await here.post("/kill", {})).status).toBe(409);
  });
});

test("the page and its files need nothing from elsewhere", async () => {
  const page = await fetch(here.url);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'self'/);
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
  expect(files).toContain("main.js");
  for (const file of files) expect((await fetch(`${here.url}/${file}`)).status).toBe(200);
  for (const path of ["/../server.ts", "/%2e%2e/server.ts", "/server.ts", "/constructor"]) {
    expect((await fetch(`${here.url}${path}`)).status).toBe(404);
  }
});

const BAD: [string, string, unknown, number, string][] = [
  ["an empty message", "/say", { text: " " }, 400, "nobody can send an empty message"],
  ["no text", "/say", {}, 400, "text is not as it should be"],
  ["a stranger", "/say", { text: "x", user: 8 }, 404, "nobody of that id sits here"],
  ["no JSON", "/say", "{", 400, "that is not JSON"],
  ["too much", "/say", { text: "x".repeat(70_000) }, 413, "that is too much"],
  ["a path of Object", "/constructor", {}, 404, "there is nothing here"],
  [
    "a message that is not there",
    "/edit",
    { message: 9, text: "x" },
    400,
    "user 7 never wrote to the bot",
  ],
];
it.each(BAD)("refuses %s in one line", async (_, path, body, status, error) => {
  const answer = await here.post(path, body);
  expect([answer.status, await answer.json()]).toEqual([status, { error }]);
});

test("what is said reaches the bot, and what the bot does is seen", async () => {
  await here.post("/say", { text: "hello" });
  await here.telegram.idle();
  expect(here.bot.texts()).toEqual(["hello"]);
  await here.bot.call("sendChatAction", { chat_id: 7, action: "typing" });
  expect((await here.see(({ chat }) => chat.typing)).chat.bubbles).toHaveLength(1);

  const { result } = await here.bot.call("sendMessage", {
    chat_id: 7,
    text: "Thinking",
    reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] },
  });
  await here.bot.call("editMessageText", { chat_id: 7, message_id: result.message_id, text: "42" });
  const { chat, ...view } = await here.see(({ chat }) => chat.bubbles.at(-1)?.text === "42");
  expect(chat.typing).toBe(false);
  expect(chat.bubbles).toMatchObject([
    { id: 1, mine: true, text: "hello", edits: 0 },
    { id: 2, mine: false, text: "42", edits: 1 },
  ]);
  expect(view).toMatchObject({ v: 1, bot: "trunkline_bot", offline: true, runtime: { pid: 4711 } });
  expect(view.calls.map(({ what, status }) => `${what} ${status}`)).toEqual([
    "editMessageText 200",
    "sendMessage 200",
    "sendChatAction 200",
    "webhook, update 100001 200",
    "setWebhook 200",
  ]);
  const versions = await fetch(`${here.url}/versions?message=2`);
  expect(await versions.json()).toMatchObject([{ text: "Thinking" }, { text: "42" }]);

  await here.post("/press", { message: 2, data: "y" });
  await here.post("/edit", { message: 1, text: "hello again" });
  await here.telegram.idle();
  expect(here.bot.texts().sort()).toEqual(["edit: hello again", "hello", "press: y"]);
});

const BATCH = {
  ...{ id: "b1", n: 1, state: "active", kind: "turn", attempt: 1, epoch: 1, held: true },
  ...{ failures: 0, stalls: 0, seq: 1, ending: null, error: null, retry_at: null, usage: null },
  ...{ started_at: 1, ended_at: null, text: ["hello"] },
  route: '{"v":1,"route":"simple","tier":"model","reason":"short","tookMs":3}',
  posts: [
    {
      ...{ key: "b1/0", part: 0, role: "final", ref: '{"chat":"7","message":2}', shown: 0 },
      ...{ op: "edit", doubt_at: null, tries: 0, not_before: 0, state: "open", error: null },
    },
  ],
};

test("what the runtime tells its operator is seen, JSON columns opened", async () => {
  here.admin.conversation = {
    blockedUntil: 0,
    pending: [{ text: "more", at: 5 }],
    batches: [BATCH],
  };
  await here.post("/say", { text: "hello" });
  const { conversation } = await here.see(({ fresh }) => fresh);
  expect(conversation?.pending).toEqual([{ text: "more", at: 5 }]);
  expect(conversation?.batches[0]?.route?.tier).toBe("model");
  expect(conversation?.batches[0]?.posts[0]).toMatchObject({ ref: { message: 2 }, op: "edit" });
});

test("an unreadable answer of the runtime is said, not hidden", async () => {
  here.admin.conversation = { batches: "none" };
  await here.post("/say", { text: "hello" });
  expect((await here.see(({ problem }) => problem !== null)).fresh).toBe(false);
});

test("a conversation that nobody began is not asked for", async () => {
  await here.see(() => true);
  here.runtime.kill();
  await here.see(({ runtime }) => runtime.state === "down");
  expect(here.admin.asked).toEqual([]);
});

test("a dead letter is replayed or dropped by the operator's routes", async () => {
  await here.post("/say", { text: "hello" });
  expect((await here.post("/settle", { batch: "b1", act: "replay" })).status).toBe(200);
  expect(here.admin.asked).toContain("POST /admin/conversations/7/batches/b1/replay");
  expect((await here.post("/settle", { batch: "gone", act: "drop" })).status).toBe(409);
  await here.admin.close();
  expect((await here.post("/settle", { batch: "b1", act: "drop" })).status).toBe(503);
});
