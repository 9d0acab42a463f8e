import { afterEach, beforeEach, expect, test } from "vitest";
import { asanaFailure } from "./refusal.ts";
import type { AsanaServer } from "./server.ts";
import { type Office, office, type TestApp } from "./test-app.ts";

// The crash harness holds and faults these calls like those of any other platform.

let here: Office;
let asana: AsanaServer;
let app: TestApp;
let task: string;

beforeEach(async () => {
  here = await office();
  ({ asana, app } = here);
  const tess = asana.person({ name: "Tess" });
  const site = asana.project({ name: "Website" });
  task = asana.createTask(tess, { name: "Launch", projects: [site] }).gid;
});
afterEach(() => here.close());

const write = (text: string) => app.send("POST", `/tasks/${task}/stories`, { text });
const texts = () => asana.everVisible(task).map(({ text }) => text);

test("calls have the names of the OpenAPI file", async () => {
  const { body } = await write("a");
  await app.get(`/stories/${body.data.gid}/?opt_fields=text`);
  await app.get("/users/me");
  await app.get("/nowhere?x=1");
  await app.call("DELETE", `/stories/${body.data.gid}`);
  expect(asana.wire.calls.map(({ method, applied }) => [method, applied])).toEqual([
    ["createStoryForTask", true],
    ["getStory", true],
    ["getUser", true],
    ["GET /api/1.0/nowhere", false],
    ["deleteStory", true],
  ]);
});

test("a call is held before and after it is applied", async () => {
  const method = "createStoryForTask";
  const before = asana.wire.barrier("arrived", { method });
  const first = write("a");
  await before.hit;
  expect(texts()).toEqual([]);
  before.release();
  await first;
  const after = asana.wire.barrier("applied", { method });
  const second = write("b");
  await after.hit;
  expect(texts()).toEqual(["a", "b"]);
  after.release("drop");
  await expect(second).rejects.toThrow();
});

test("a call is applied after its connection was cut", async () => {
  asana.wire.fault({ method: "createStoryForTask", fault: { kind: "late", ms: 20 } });
  const applied = Promise.withResolvers<void>();
  asana.wire.listener(({ moment }) => moment === "applied" && applied.resolve());
  await expect(write("late")).rejects.toThrow();
  expect(texts()).toEqual([]);
  await applied.promise;
  expect(texts()).toEqual(["late"]);
});

test("a creation is cut after the handshake: the webhook is there, and a second try is refused", async () => {
  asana.wire.fault({ method: "createWebhook", fault: { kind: "cut-after" } });
  const data = { resource: task, target: app.target() };
  await expect(app.send("POST", "/webhooks", data)).rejects.toThrow();
  expect(asana.webhooks).toHaveLength(1);
  expect((await app.send("POST", "/webhooks", data)).status).toBe(403);
});

test("an answer of an error is written as Asana writes it", async () => {
  asana.wire.fault({ fault: { kind: "reply", reply: asanaFailure(500) } });
  const retryAfter = { "retry-after": "7" };
  asana.wire.fault({ fault: { kind: "reply", reply: asanaFailure(429, "slow", retryAfter) } });
  const broken = await write("a");
  expect([broken.status, broken.body]).toEqual([
    500,
    {
      errors: [
        {
          message: "Server Error",
          help: expect.stringContaining("developers.asana.com"),
          phrase: "6 sad squid snuggle softly",
        },
      ],
    },
  ]);
  expect((await write("a")).headers.get("retry-after")).toBe("7");
  expect(texts()).toEqual([]);
});
