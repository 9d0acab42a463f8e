import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AsanaServer } from "../server.ts";
import type { AsanaPerson } from "../staff.ts";
import { type Office, office, type Shown, type TestApp } from "../test-app.ts";

const HOUR_MS = 3600 * 1000;
let now: number;
let here: Office;
let asana: AsanaServer;
let app: TestApp;
let tess: AsanaPerson;
let site: { readonly gid: string };
let task: { readonly gid: string };

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 9);
  here = await office({ now: () => now });
  ({ asana, app } = here);
  tess = asana.person({ name: "Tess" });
  site = asana.project({ name: "Website" });
  task = asana.createTask(tess, { name: "Launch", projects: [site] });
});
afterEach(() => here.close());

const create = (more: object = {}) =>
  app.send("POST", "/webhooks", { resource: site.gid, target: app.target(), ...more });

describe("the handshake", () => {
  test("happens while the call is open, then comes a heartbeat", async () => {
    const seen: string[] = [];
    app.shake = (secret) => {
      seen.push(asana.wire.calls.at(-1)?.moment ?? "");
      return { status: 204, headers: { "x-hook-secret": secret } };
    };
    const { status, body } = await create();
    expect(seen).toEqual(["arrived"]);
    expect(status).toBe(201);
    expect(body["X-Hook-Secret"]).toBe(app.secrets.get("/hook"));
    expect(body["X-Hook-Secret"]).toMatch(/^[0-9a-f]{64}$/);
    expect(body.data).toEqual({
      gid: expect.stringMatching(/^\d+$/),
      resource_type: "webhook",
      active: false,
      resource: { gid: site.gid, resource_type: "project", name: "Website" },
      target: app.target(),
      created_at: "2026-11-21T09:00:00.000Z",
      last_success_at: null,
      last_failure_at: null,
      last_failure_content: "",
      delivery_retry_count: 0,
      next_attempt_after: null,
      failure_deletion_timestamp: null,
      filters: [],
    });
    await asana.idle();
    expect(app.hits).toMatchObject([{ raw: '{"events":[]}', path: "/hook" }]);
    expect(app.hits.every((hit) => app.isSigned(hit))).toBe(true);
    const read = await app.get(`/webhooks/${body.data.gid}`);
    expect(read.body.data).toMatchObject({ active: true, last_success_at: expect.any(String) });
    expect(read.body).not.toHaveProperty("X-Hook-Secret");
    expect(asana.deliveries.map(({ kind, status }) => [kind, status])).toEqual([
      ["handshake", 204],
      ["heartbeat", 200],
    ]);
  });

  const DID_NOT =
    "The remote server which is intended to receive the webhook did not respond with the handshake secret.";
  const STATUS =
    "The remote server which is intended to receive the webhook responded with an incorrect status code:";
  const UNREACHABLE =
    "Could not complete activation handshake with target URL. Please ensure that the receiving server is accepting connections and supports SSL";

  test.each([
    ["another secret", { status: 200, headers: { "x-hook-secret": "x" } }, DID_NOT],
    ["no secret", { status: 200 }, DID_NOT],
    ["an error", { status: 401 }, `${STATUS} 401`],
    ["another success", { status: 201 }, `${STATUS} 201`],
    ["a redirect", { status: 302, headers: { location: "/" } }, `${STATUS} 302`],
    ["a cut", "cut", UNREACHABLE],
  ] as const)("fails by %s", async (_name, answer, message) => {
    app.shake = () => answer;
    const { status, body } = await create();
    expect([status, body.errors[0]?.message]).toEqual([400, message]);
    expect(asana.webhooks).toEqual([]);
  });

  test("fails where nobody listens, and elsewhere than on this machine", async () => {
    for (const target of ["http://127.0.0.1:1/x", "https://example.com/x"]) {
      expect((await create({ target })).body.errors[0]?.message).toBe(UNREACHABLE);
    }
  });

  test("does not even begin on this machine, as with Asana", async () => {
    const strict = await office({ loopbackTargets: false });
    const project = strict.asana.project({ name: "P" });
    const data = { resource: project.gid, target: strict.app.target() };
    expect((await strict.app.send("POST", "/webhooks", data)).status).toBe(403);
    expect(strict.asana.deliveries).toEqual([]);
    await strict.close();
  });

  test("the same resource and target twice: 403; another target has another secret", async () => {
    await create();
    const { status, body } = await create();
    expect([status, body.errors[0]?.message]).toEqual([
      403,
      "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.",
    ]);
    const target = app.target("/other?n=1");
    expect((await create({ target })).status).toBe(201);
    expect(app.secrets.get("/other?n=1")).not.toBe(app.secrets.get("/hook"));
    await app.subscribe(asana, task.gid);
    const all = await app.get<Shown[]>(`/webhooks?workspace=${asana.workspace.gid}`);
    expect(all.body.data.map(({ target: one }) => one)).toEqual([
      app.target(),
      target,
      app.target(),
    ]);
    const of = await app.get<Shown[]>(
      `/webhooks?workspace=${asana.workspace.gid}&resource=${task.gid}`,
    );
    expect(of.body.data).toHaveLength(1);
  });

  test("two at once for the same: one is refused in the end", async () => {
    const answers = await Promise.all([create(), create()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
  });
});

describe("a delivery", () => {
  test("carries ids only, signed over its bytes", async () => {
    await app.subscribe(asana, site.gid);
    const told = asana.comment(task, tess, "Grüße 😀");
    await told.delivered;
    expect(app.hits).toHaveLength(1);
    const [hit] = app.hits;
    expect(hit && app.isSigned(hit)).toBe(true);
    expect(hit?.headers["content-type"]).toMatch(/^application\/json/);
    expect(hit?.events).toEqual([
      {
        user: { gid: tess.gid, resource_type: "user" },
        created_at: "2026-11-21T09:00:00.000Z",
        action: "added",
        resource: { gid: told.gid, resource_type: "story", resource_subtype: "comment_added" },
        parent: { gid: task.gid, resource_type: "task", resource_subtype: "default_task" },
      },
    ]);
  });

  test("tells edits, deletions, assignments and completions", async () => {
    await app.subscribe(asana, site.gid);
    const comment = asana.comment(task, tess, "one");
    asana.editComment(comment, "two");
    asana.deleteComment(comment);
    asana.assign(task, tess, asana.bot);
    asana.assign(task, tess, null);
    await asana.complete(task, tess).delivered;
    expect(app.hits).toHaveLength(1);
    expect(app.told()).toEqual([
      "story added",
      "story changed text",
      "story deleted",
      "task changed assignee",
      "story added",
      "task changed assignee",
      "story added",
      "task changed completed",
      "story added",
    ]);
    const changes = app.hits[0]?.events.flatMap(({ change }) => (change ? [change] : []));
    expect(changes).toEqual([
      { field: "text", action: "changed" },
      {
        field: "assignee",
        action: "changed",
        new_value: { gid: asana.bot.gid, resource_type: "user" },
      },
      { field: "assignee", action: "changed", new_value: null },
      { field: "completed", action: "changed" },
    ]);
  });

  test("tells of a new task once for its project and once for its section, and of subtasks", async () => {
    await app.subscribe(asana, site.gid);
    const made = asana.createTask(tess, { name: "New", projects: [site], assignee: asana.bot });
    await made.delivered;
    expect(app.told()).toEqual(["task added", "task added", "story added", "story added"]);
    expect(app.hits[0]?.events[0]).toMatchObject({
      resource: { gid: made.gid, resource_subtype: "default_task" },
      parent: { gid: site.gid, resource_type: "project" },
    });
    expect(app.hits[0]?.events[1]?.parent?.resource_type).toBe("section");
    app.hits.length = 0;
    const sub = asana.createTask(tess, { name: "Sub", parent: made });
    await asana.comment(sub, tess, "deep down").delivered;
    expect(app.told()).toEqual(["task added", "story added"]);
  });

  test("of a task in two projects comes to both webhooks, each with its own secret", async () => {
    const other = asana.project({ name: "Other" });
    asana.addToProject(task, tess, other);
    await app.subscribe(asana, site.gid, { target: app.target("/one") });
    await app.subscribe(asana, other.gid, { target: app.target("/two") });
    const { gid, delivered } = asana.comment(task, tess, "hello");
    await delivered;
    expect(app.hits.map(({ path }) => path).sort()).toEqual(["/one", "/two"]);
    expect(app.hits.map(({ events }) => events[0]?.resource.gid)).toEqual([gid, gid]);
    expect(app.hits.every((hit) => app.isSigned(hit))).toBe(true);
  });

  test("holds everything that has happened in the meantime, of many tasks", async () => {
    await app.subscribe(asana, site.gid);
    const other = asana.createTask(tess, { name: "Other", projects: [site] });
    await other.delivered;
    app.hits.length = 0;
    const release = asana.holdDeliveries();
    const first = asana.comment(task, tess, "a");
    await new Promise((resolve) => setImmediate(resolve));
    const second = asana.comment(other, tess, "b");
    expect(app.hits).toEqual([]);
    release();
    release();
    await Promise.all([first.delivered, second.delivered]);
    expect(app.hits).toHaveLength(1);
    expect(app.hits[0]?.events.map(({ parent }) => parent?.gid)).toEqual([task.gid, other.gid]);
  });

  test("passes one of the filters", async () => {
    const filters = [
      { resource_type: "story", resource_subtype: "comment_added", action: "added" },
      { resource_type: "task", action: "changed", fields: ["assignee"] },
    ];
    const gid = await app.subscribe(asana, site.gid, { filters });
    asana.rename(task, tess, "Relaunch");
    asana.assign(task, tess, asana.bot);
    await asana.comment(task, tess, "hi").delivered;
    expect(app.told()).toEqual(["task changed assignee", "story added"]);
    const put = await app.send("PUT", `/webhooks/${gid}`, { filters: [{ action: "deleted" }] });
    expect(put.status).toBe(200);
    await expect(asana.comment(task, tess, "unheard").delivered).rejects.toThrow("no webhook");
    await asana.deleteTask(task, tess).delivered;
    expect(app.told().at(-1)).toBe("task deleted");
  });

  test("is not made of what the owner may not see", async () => {
    await app.subscribe(asana, site.gid);
    asana.makePrivate(task, tess);
    await expect(asana.comment(task, tess, "secret").delivered).rejects.toThrow("no webhook");
  });

  test("can get lost, come twice, or be forged", async () => {
    const gid = await app.subscribe(asana, site.gid);
    asana.lose();
    await expect(asana.comment(task, tess, "lost").delivered).rejects.toThrow("lost");
    await asana.comment(task, tess, "kept").delivered;
    const last = asana.deliveries.at(-1);
    if (!last) throw new Error("nothing was delivered");
    await asana.redeliver(last, 2);
    expect(app.hits.map(({ raw }) => raw)).toEqual([last.body, last.body, last.body]);
    await asana.post(gid, last.events, { secret: "forged" });
    await asana.post(gid, "{}", { secret: null });
    expect(app.hits.map((hit) => app.isSigned(hit))).toEqual([true, true, true, false, false]);
    expect(app.hits.at(-1)?.headers).not.toHaveProperty("x-hook-signature");
    expect(asana.deliveries.find(({ error }) => error === "lost")).toMatchObject({ status: 0 });
  });

  test("of a made-up event goes out as it is", async () => {
    await app.subscribe(asana, site.gid);
    const resource = { gid: "1", resource_type: "custom_field" };
    const event = {
      user: null,
      created_at: "2026",
      action: "undeleted",
      resource,
      parent: null,
    } as const;
    await asana.strange(task, event).delivered;
    expect(app.hits[0]?.events).toEqual([event]);
  });
});

describe("failures", () => {
  test("are tried again with the same body until it is accepted, and others wait", async () => {
    const gid = await app.subscribe(asana, site.gid);
    app.answer = ({ n }) => (n === 2 ? "cut" : { status: n < 4 ? 500 : 200, body: "oops" });
    const first = asana.comment(task, tess, "one");
    while (app.hits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const second = asana.comment(task, tess, "two");
    await Promise.all([first.delivered, second.delivered]);
    const [one] = app.hits;
    expect(app.hits.slice(0, 4).map(({ raw }) => raw)).toEqual(Array(4).fill(one?.raw));
    expect(app.hits[4]?.events.map(({ resource }) => resource.gid)).toEqual([second.gid]);
    const events = asana.deliveries.filter(({ kind }) => kind === "events");
    expect(events.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 0],
      [3, 500],
      [4, 200],
      [1, 200],
    ]);
    expect((await app.get(`/webhooks/${gid}`)).body.data).toMatchObject({
      delivery_retry_count: 0,
      last_failure_content: "500 Internal Server Error\n\noops",
      failure_deletion_timestamp: null,
    });
  });

  test("no answer in time is one", async () => {
    const slow = await office({ webhookTimeoutMs: 50 });
    const project = slow.asana.project({ name: "P" });
    const ann = slow.asana.person({ name: "Ann" });
    const one = slow.asana.createTask(ann, { name: "T", projects: [project] });
    await slow.app.subscribe(slow.asana, project.gid);
    slow.app.answer = ({ n }) => (n === 1 ? new Promise(() => {}) : { status: 200 });
    await slow.asana.comment(one, ann, "hi").delivered;
    const tries = slow.asana.deliveries.slice(-2);
    expect(tries.map(({ status, error }) => [status, error])).toEqual([
      [0, "Timed out"],
      [200, null],
    ]);
    await slow.close();
  });

  test("of 24 hours delete the webhook", async () => {
    const patient = await office({ now: () => now, retryScale: Number.POSITIVE_INFINITY });
    const project = patient.asana.project({ name: "P" });
    const ann = patient.asana.person({ name: "Ann" });
    const one = patient.asana.createTask(ann, { name: "T", projects: [project] });
    const gid = await patient.app.subscribe(patient.asana, project.gid);
    patient.app.answer = () => ({ status: 503 });
    const told = patient.asana.comment(one, ann, "hi");
    while ((patient.asana.webhooks[0]?.failures ?? 0) === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const read = () => patient.app.get(`/webhooks/${gid}`);
    expect((await read()).body.data).toMatchObject({
      delivery_retry_count: 1,
      last_failure_at: "2026-11-21T09:00:00.000Z",
      next_attempt_after: "2026-11-21T09:00:05.000Z",
      failure_deletion_timestamp: "2026-11-22T09:00:00.000Z",
    });
    await patient.asana.advance(23 * HOUR_MS);
    expect((await read()).body.data.delivery_retry_count).toBe(24);
    await patient.asana.advance(HOUR_MS);
    expect((await read()).status).toBe(404);
    await expect(told.delivered).rejects.toThrow("24 hours");
    expect(patient.asana.webhooks).toMatchObject([{ gid, gone: "no success for 24 hours" }]);
    // Then another one may take its place.
    patient.app.answer = () => ({ status: 200 });
    expect(await patient.app.subscribe(patient.asana, project.gid)).not.toBe(gid);
    await patient.close();
  });
});

describe("heartbeats", () => {
  test("come every eight hours and out of turn", async () => {
    const gid = await app.subscribe(asana, site.gid);
    await asana.advance(7 * HOUR_MS);
    expect(app.hits).toEqual([]);
    await asana.advance(25 * HOUR_MS);
    await asana.idle();
    expect(app.hits.map(({ raw }) => raw)).toEqual(Array(4).fill('{"events":[]}'));
    asana.heartbeat(gid);
    await asana.idle();
    expect(app.hits).toHaveLength(5);
    expect(app.hits.every((hit) => app.isSigned(hit))).toBe(true);
  });
});

test("a deleted webhook hears nothing more", async () => {
  const gid = await app.subscribe(asana, site.gid);
  asana.person({ name: "Rob", token: "rob" });
  expect((await app.call("DELETE", `/webhooks/${gid}`, undefined, "rob")).status).toBe(403);
  expect((await app.call("DELETE", `/webhooks/${gid}`)).body).toEqual({ data: {} });
  expect((await app.get(`/webhooks/${gid}`)).status).toBe(404);
  await expect(asana.comment(task, tess, "hi").delivered).rejects.toThrow("no webhook");
});
