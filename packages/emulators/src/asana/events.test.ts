import { afterEach, beforeEach, expect, test } from "vitest";
import type { AsanaServer } from "./server.ts";
import type { AsanaPerson } from "./staff.ts";
import { type Office, office, type Shown, type TestApp } from "./test-app.ts";

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
  tess = asana.person({ name: "Tess", token: "tess" });
  site = asana.project({ name: "Website" });
  task = asana.createTask(tess, { name: "Launch", projects: [site] });
});
afterEach(() => here.close());

const events = (resource: string, sync?: string, more = "") =>
  app.get<Shown[]>(
    `/events?resource=${resource}${sync === undefined ? "" : `&sync=${sync}`}${more}`,
  );

/** The first call is refused, with a token to begin with. */
async function begin(resource: string): Promise<string> {
  const { status, body } = await events(resource);
  expect(status).toBe(412);
  expect(body.errors[0]?.message).toMatch(/^Sync token invalid or too old\./);
  expect(body.sync).toMatch(/^[0-9a-f]{32}$/);
  return body.sync;
}

test("what happened since the token, with names", async () => {
  const sync = await begin(site.gid);
  const { gid } = asana.comment(task, tess, "hi");
  asana.assign(task, tess, asana.bot);
  const { status, body } = await events(site.gid, sync);
  expect(status).toBe(200);
  expect(body.has_more).toBe(false);
  expect(body.data.slice(0, 2)).toEqual([
    {
      user: { gid: tess.gid, resource_type: "user", name: "Tess" },
      created_at: "2026-11-21T09:00:00.000Z",
      type: "story",
      action: "added",
      resource: { gid, resource_type: "story", resource_subtype: "comment_added" },
      parent: {
        gid: task.gid,
        resource_type: "task",
        resource_subtype: "default_task",
        name: "Launch",
      },
    },
    {
      user: { gid: tess.gid, resource_type: "user", name: "Tess" },
      created_at: "2026-11-21T09:00:00.000Z",
      type: "task",
      action: "changed",
      resource: {
        gid: task.gid,
        resource_type: "task",
        resource_subtype: "default_task",
        name: "Launch",
      },
      parent: null,
      change: {
        field: "assignee",
        action: "changed",
        new_value: { gid: asana.bot.gid, resource_type: "user", name: "Trunkline" },
      },
    },
  ]);
  expect((await events(site.gid, body.sync)).body.data).toEqual([]);
  // "Re-requesting the current sync token is generally safe."
  expect((await events(site.gid, sync)).body.data).toEqual(body.data);
});

test("opt_fields picks", async () => {
  const sync = await begin(task.gid);
  asana.assign(task, tess, asana.bot);
  const { body } = await events(task.gid, sync, "&opt_fields=action,change.new_value.name,user");
  expect(body.data).toEqual([
    {
      action: "changed",
      change: { new_value: { gid: asana.bot.gid, name: "Trunkline" } },
      user: { gid: tess.gid, resource_type: "user" },
    },
    { action: "added", user: { gid: tess.gid, resource_type: "user" } },
  ]);
});

test("a hundred at a time", async () => {
  let sync = await begin(task.gid);
  for (let n = 0; n < 250; n += 1) asana.comment(task, tess, `${n}`);
  const counts: [number, boolean][] = [];
  for (let n = 0; n < 3; n += 1) {
    const { body } = await events(task.gid, sync);
    counts.push([body.data.length, body.has_more]);
    sync = body.sync;
  }
  expect(counts).toEqual([
    [100, true],
    [100, true],
    [50, false],
  ]);
});

test("a token is for its resource and user, and for a day", async () => {
  const sync = await begin(site.gid);
  expect((await events(task.gid, sync)).status).toBe(412);
  expect((await app.get(`/events?resource=${site.gid}&sync=${sync}`, "tess")).status).toBe(412);
  expect((await events(site.gid, "made-up")).status).toBe(412);
  now += 24 * 3600 * 1000;
  expect((await events(site.gid, sync)).status).toBe(200);
  now += 1;
  const expired = await events(site.gid, sync);
  expect(expired.status).toBe(412);
  expect((await events(site.gid, expired.body.sync)).body.data).toEqual([]);
});

test("a task hears of itself, its project of all", async () => {
  const other = asana.createTask(tess, { name: "Other", projects: [site] });
  const [ofTask, ofSite] = [await begin(task.gid), await begin(site.gid)];
  asana.comment(other, tess, "there");
  expect((await events(task.gid, ofTask)).body.data).toEqual([]);
  expect((await events(site.gid, ofSite)).body.data).toHaveLength(1);
});
