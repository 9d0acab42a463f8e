import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { ModelServer } from "../model/index.ts";
import { approvalRow, batchRow, postRow, TEAM, type Theatre, theatre } from "./testing.ts";

let here: Theatre;

beforeEach(async () => {
  here = await theatre(new ModelServer());
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

test("each platform has its module and its style", async () => {
  const { stages } = await here.see(() => true);
  for (const { name } of stages) {
    for (const file of ["stage.js", "stage.css"]) {
      expect((await fetch(`${here.url}/${name}/${file}`)).status).toBe(200);
    }
  }
});

const BAD: [string, string, unknown, number, string][] = [
  [
    "a platform that is not there",
    "/stage/nowhere/robin/say",
    {},
    404,
    "that platform does not run",
  ],
  ["a place that is not there", "/stage/telegram/nowhere/say", {}, 404, "there is no such place"],
  ["a fault that is not there", "/fault", fault("nothing"), 404, "there is no such fault"],
  ["no JSON", "/stage/telegram/robin/say", "{", 400, "that is not JSON"],
  ["too much", "/kill", { text: "x".repeat(3_200_000) }, 413, "that is too much"],
  ["a path of Object", "/constructor", {}, 404, "there is nothing here"],
];
it.each(BAD)("refuses %s in one line", async (_, path, body, status, error) => {
  const answer = await here.post(path, body);
  expect([answer.status, await answer.json()]).toEqual([status, { error }]);
});

function fault(name: string, on = true) {
  return { stage: "telegram", place: "robin", fault: name, on };
}

const CALLED = '{"calls":[{"name":"recall","input":{}}]}';
const ROUTE = '{"v":1,"route":"simple","tier":"model","reason":"short","tookMs":3}';

test("what the runtime tells its operator is seen, JSON columns opened", async () => {
  here.admin.conversation = {
    blockedUntil: 0,
    pending: [{ text: "more", by: "Robin", at: 5 }],
    batches: [batchRow({ route: ROUTE, posts: [postRow({ op: "edit" })] })],
  };
  const until = Date.now() + 9_000;
  here.admin.account = {
    blocked: [{ scope: "7", until }],
    pace: { perSecond: 30, nextAt: 0, minute: [{ scope: "-5", writes: 2 }] },
    references: { open: 2, dead: 0 },
  };
  await here.say("hello");
  const { system } = await here.see(({ system }) => system.fresh);
  expect(system.conversation?.pending).toEqual([{ text: "more", by: "Robin", at: 5 }]);
  const [batch] = system.conversation?.batches ?? [];
  expect(batch?.route?.tier).toBe("model");
  expect(batch?.posts[0]).toMatchObject({ ref: { message: 2 }, op: "edit" });
  expect(batch?.timeline.map(({ text }) => text)).toContain("It became a batch");
  expect(system.pacing).toMatchObject({
    blocked: [{ where: "Robin", until }],
    minute: [{ where: "-5", writes: 2 }],
    unread: 2,
  });
});

test("what lies on its disk is seen beside it, also when the runtime is dead", async () => {
  const reply = { ...postRow({ role: "reply" }), body: '{"plain":"Nothing."}', created_at: 3 };
  const events = [{ agent: "SimpleAgent", run: "b1", kind: "step:model:0", data: CALLED }];
  here.disk.set("t/7", {
    ...{ approvals: [approvalRow()], audit: [], replies: [reply], events },
  });
  const conversation = { name: "t/7", blockedUntil: 0, pending: [], batches: [batchRow()] };
  here.admin.conversation = conversation;
  await here.say("hello");
  const { system } = await here.see(({ system }) => system.approvals.length > 0);
  expect(system.approvals[0]).toMatchObject({ code: "ABCDEFGH", state: "pending" });
  expect(system.replies[0]).toMatchObject({ role: "reply", text: "Nothing.", at: 3 });
  const [batch] = system.conversation?.batches ?? [];
  expect(batch?.work.tools).toMatchObject([{ name: "recall", state: "running" }]);
  await here.admin.close();
  here.disk.set("t/7", { approvals: "none" });
  const later = await here.see(({ system }) => system.problem !== null);
  // What was read before stays.
  expect(later.system).toMatchObject({ problem: "its disk", approvals: [{ code: "ABCDEFGH" }] });
});

test("an unreadable answer of the runtime is said, not hidden", async () => {
  here.admin.conversation = { batches: "none" };
  await here.say("hello");
  const { system } = await here.see(({ system }) => system.problem !== null);
  expect(system.fresh).toBe(false);
});

test("a conversation that nobody began is not asked for", async () => {
  await here.see(({ system }) => system.fresh);
  expect(new Set(here.admin.asked)).toEqual(new Set(["GET /admin/account"]));
});

test("a dead letter is replayed or dropped by the operator's routes", async () => {
  const settle = (batch: string, act: string) =>
    here.post("/settle", { stage: "telegram", place: "robin", batch, act });
  expect((await settle("b1", "replay")).status).toBe(409);
  await here.say("hello");
  expect((await settle("b1", "replay")).status).toBe(200);
  expect(here.admin.asked).toContain("POST /admin/conversations/7/batches/b1/replay");
  expect((await settle("gone", "drop")).status).toBe(409);
  await here.admin.close();
  expect((await settle("b1", "drop")).status).toBe(503);
});

test("a death is told from its first moment to the end of the answer", async () => {
  const conversation = { blockedUntil: 0, pending: [] };
  here.admin.conversation = { ...conversation, batches: [batchRow()] };
  await here.say("hello");
  await here.see(({ system }) => system.conversation !== null);
  await here.post("/kill", {});
  const dead = await here.see(({ recovery }) => recovery !== null);
  expect(dead.recovery).toMatchObject({ pid: 4711, backAt: null, writing: 1, finishedAt: null });
  here.runtime.become({ state: "starting", pid: 4712 });
  here.runtime.become({ state: "up" });
  const back = await here.see(({ recovery }) => recovery?.backAt != null);
  expect(back.recovery).toMatchObject({ backPid: 4712, open: 1, finishedAt: null });
  const ended_at = Date.now() + 1_000;
  here.admin.conversation = {
    ...conversation,
    batches: [batchRow({ state: "answered", ending: "answered", ended_at })],
  };
  const end = await here.see(({ recovery }) => recovery?.finishedAt != null);
  expect(end.recovery).toMatchObject({ finishedAt: ended_at, messages: 1, ending: null });
});

test("what was open in another place is told where nothing was, and stays told", async () => {
  await here.say("hello");
  await here.say("hello", 7, "team");
  const idle = { blockedUntil: 0, pending: [], batches: [] };
  here.admin.conversation = idle;
  here.admin.others.set(String(TEAM), { ...idle, batches: [batchRow()] });
  await here.see(({ system }) => system.conversation !== null, "team");
  await here.see(({ system }) => system.conversation !== null);
  await here.post("/kill", {});
  here.runtime.become({ state: "starting", pid: 4712 });
  here.runtime.become({ state: "up" });
  const view = await here.see(({ elsewhere }) => elsewhere.length > 0);
  expect(view).toMatchObject({ elsewhere: ["Team on Telegram"], recovery: { open: 0 } });
});

test("a message that waits for a permission is open, and keeps the time at which it came", async () => {
  const row = { key: "m1", text: "hello", by: "Robin", at: 5 };
  const books = { approvals: [], audit: [], replies: [], events: [] };
  here.disk.set("t/7", { ...books, unasked: [row] });
  const conversation = { name: "t/7", blockedUntil: 0, pending: [], batches: [] };
  here.admin.conversation = conversation;
  await here.say("hello");
  await here.see(({ system }) => system.unasked.length > 0);
  await here.post("/kill", {});
  const dead = await here.see(({ recovery }) => recovery !== null);
  expect(dead).toMatchObject({ recovery: { open: 1 }, system: { unasked: [row] } });
  here.runtime.become({ state: "up", pid: 4712 });
  // Known only after the death: it was there before all the same.
  const known = Date.now() + 1_000;
  here.disk.set("t/7", { ...books, unasked: [] });
  const said = [{ text: "hello", by: "Robin", at: known }];
  const batches = [batchRow({ said, created_at: known, started_at: known })];
  here.admin.conversation = { ...conversation, batches };
  const { recovery, system } = await here.see(
    (view) => view.system.conversation?.batches[0] != null,
  );
  expect(recovery).toMatchObject({ open: 1 });
  expect(system.conversation?.batches[0]?.said).toEqual([{ ...said[0], at: 5, known }]);
});

test("who looks is told when all of it ends", async () => {
  const response = await fetch(`${here.url}/events`);
  here.page.end();
  expect(await response.text()).toMatch(/\nevent: end\ndata: \{\}\n\n$/);
});

test("a fault is on for its call or its time, and can be switched off again", async () => {
  const states = async () =>
    (await here.see(() => true)).faults.filter(({ on }) => on).map(({ id, left }) => [id, left]);
  expect(await states()).toEqual([]);
  await here.post("/fault", fault("telegram-5xx"));
  await here.post("/fault", fault("model-cut"));
  expect(await states()).toEqual([
    ["telegram-5xx", 3],
    ["model-cut", 1],
  ]);
  await here.post("/fault", fault("telegram-5xx", false));
  expect(await states()).toEqual([["model-cut", 1]]);
});
