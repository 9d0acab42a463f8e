import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
  task = asana.createTask(tess, {
    name: "Launch",
    notes: { html: "<body>by <strong>May</strong></body>" },
    projects: [site],
  });
});
afterEach(() => here.close());

const names = ({ body }: { body: { data: readonly Shown[] } }) => body.data.map(({ name }) => name);

describe("opt_fields", () => {
  const read = async (fields: string) =>
    (await app.get(`/tasks/${task.gid}?opt_fields=${fields}`)).body.data;

  test("without it the full record comes, and nothing that has to be asked for", async () => {
    const { body } = await app.get(`/tasks/${task.gid}`);
    expect(body.data).toMatchObject({
      gid: task.gid,
      resource_type: "task",
      name: "Launch",
      notes: "by May",
      assignee: null,
      completed: false,
      followers: [{ gid: tess.gid, resource_type: "user", name: "Tess" }],
      memberships: [
        {
          project: { gid: site.gid, resource_type: "project", name: "Website" },
          section: { resource_type: "section", name: "Untitled section" },
        },
      ],
      workspace: { gid: asana.workspace.gid, resource_type: "workspace", name: "Acme" },
      permalink_url: `https://app.asana.com/1/${asana.workspace.gid}/project/${site.gid}/task/${task.gid}`,
    });
    for (const name of ["html_notes", "created_by", "num_subtasks"]) {
      expect(body.data).not.toHaveProperty(name);
    }
  });

  test("with it only what is asked for, and the gid", async () => {
    expect(await read("name,html_notes")).toEqual({
      gid: task.gid,
      name: "Launch",
      html_notes: "<body>by <strong>May</strong></body>",
    });
    expect(await read("gid")).toEqual({ gid: task.gid });
  });

  test("a path goes into other records, and stops at their names", async () => {
    const fields = "followers.email,parent.name,memberships.project.gid,created_by,this.completed";
    expect(await read(fields)).toEqual({
      gid: task.gid,
      followers: [{ gid: tess.gid, email: "tess@example.com" }],
      parent: null,
      memberships: [{ project: { gid: site.gid } }],
      created_by: { gid: tess.gid, resource_type: "user" },
      completed: false,
    });
    expect(asana.unknownNames).toEqual([]);
  });

  test("a field that only others have is left out, and no mistake", async () => {
    expect(await read("approval_status,name")).toEqual({ gid: task.gid, name: "Launch" });
    const stories = `/tasks/${task.gid}/stories?opt_fields=sticker_name,is_edited,new_name`;
    expect(Object.keys((await app.get<Shown[]>(stories)).body.data[0] ?? {})).toEqual(["gid"]);
    expect(asana.unknownNames).toEqual([]);
  });

  test("what is no field is left out, and noticed", async () => {
    expect(await read("naem,assignee.naem,projects.naem")).toEqual({
      gid: task.gid,
      assignee: null,
      projects: [{ gid: site.gid }],
    });
    await app.get("/users/me?workspce=1");
    expect(asana.unknownNames.map(({ method, name }) => [method, name])).toEqual([
      ["getTask", "opt_fields=naem"],
      ["getTask", "opt_fields=projects.naem"],
      ["getUser", "workspce"],
    ]);
  });

  test("stands in options for a body, as a list or in the query", async () => {
    const path = `/tasks/${task.gid}`;
    const body = { data: { name: "A" }, options: { fields: ["name"], pretty: true } };
    expect((await app.call("PUT", path, body)).body.data).toEqual({ gid: task.gid, name: "A" });
    const asked = await app.send("PUT", `${path}?opt_fields=name`, { name: "B" });
    expect(asked.body.data).toEqual({ gid: task.gid, name: "B" });
  });
});

describe("writing", () => {
  test("creates a task where it is told to", async () => {
    const made = await app.send("POST", "/tasks", {
      name: "Write",
      html_notes: `<body><h1>Why</h1>ask <a data-asana-gid="${tess.gid}"/><hr/></body>`,
      projects: [site.gid],
      assignee: "tess@example.com",
      followers: ["me"],
      due_on: "2026-12-24",
    });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/1.0/tasks/${made.body.data.gid}`);
    expect(asana.task(made.body.data.gid)).toMatchObject({
      name: "Write",
      projects: [{ gid: site.gid, name: "Website" }],
      assignee: { gid: tess.gid },
      followers: [asana.bot.gid, tess.gid],
      dueOn: "2026-12-24",
      stories: [
        { subtype: "added_to_project", source: "api" },
        { subtype: "assigned", source: "api" },
      ],
    });
    const alone = await app.send("POST", "/tasks", { workspace: asana.workspace.gid });
    expect(alone.body.data).toMatchObject({ name: "", projects: [] });
    expect((await app.get(`/tasks/${alone.body.data.gid}`, "tess")).status).toBe(403);
  });

  test("changes what it is told to, and tells of each change", async () => {
    await app.subscribe(asana, site.gid);
    const { body } = await app.send("PUT", `/tasks/${task.gid}`, {
      name: "Relaunch",
      notes: "soon",
      assignee: "me",
      completed: true,
      due_on: null,
    });
    expect(body.data).toMatchObject({
      name: "Relaunch",
      notes: "soon",
      assignee: { gid: asana.bot.gid },
      completed: true,
      completed_at: "2026-11-21T09:00:00.000Z",
    });
    await asana.idle();
    expect(app.told().filter((one) => one.startsWith("task"))).toEqual([
      "task changed name",
      "task changed notes",
      "task changed assignee",
      "task changed due_on",
      "task changed completed",
    ]);
    await app.send("PUT", `/tasks/${task.gid}`, { assignee: null, completed: false });
    expect(asana.task(task.gid)).toMatchObject({ assignee: null, completed: false });
  });

  test("an approval is a subtask that is decided", async () => {
    await app.subscribe(asana, site.gid);
    const path = `/tasks/${task.gid}/subtasks`;
    const data = { name: "Merge?", resource_subtype: "approval", assignee: tess.gid };
    const made = await app.send("POST", path, data);
    const approval = made.body.data;
    expect(approval).toMatchObject({
      resource_subtype: "approval",
      approval_status: "pending",
      completed: false,
      parent: { gid: task.gid },
    });
    await asana.decide(approval, tess, "rejected").delivered;
    expect(app.hits.at(-1)?.events[0]).toMatchObject({
      resource: { gid: approval.gid, resource_subtype: "approval" },
      change: { field: "approval_status", action: "changed" },
    });
    const read = await app.get(`/tasks/${approval.gid}?opt_fields=approval_status,completed`);
    expect(read.body.data).toEqual({
      gid: approval.gid,
      approval_status: "rejected",
      completed: true,
    });
    await app.send("PUT", `/tasks/${approval.gid}`, { approval_status: "pending" });
    expect(asana.task(approval.gid)).toMatchObject({ approval: "pending", completed: false });
    await app.send("PUT", `/tasks/${approval.gid}`, { completed: true });
    expect(asana.task(approval.gid).approval).toBe("approved");
    expect(names(await app.get<Shown[]>(path))).toEqual(["Merge?"]);
  });

  test("adds followers once", async () => {
    await app.subscribe(asana, site.gid);
    const rob = asana.person({ name: "Rob" });
    await app.send("POST", `/tasks/${task.gid}/addFollowers`, { followers: [rob.gid, tess.gid] });
    await asana.idle();
    const [event, ...others] = app.hits.flatMap(({ events }) => events);
    expect(others).toEqual([]);
    expect(event?.change).toEqual({
      field: "followers",
      action: "added",
      added_value: { gid: rob.gid, resource_type: "user" },
    });
  });
});

describe("lists", () => {
  test("of a project, of a person, since a time, compact", async () => {
    now += 1000;
    asana.createTask(tess, { name: "Mine", assignee: asana.bot });
    const old = asana.createTask(tess, { name: "Done", projects: [site] });
    asana.complete(old, tess);
    const project = `/projects/${site.gid}/tasks`;
    const all = await app.get<Shown[]>(project);
    expect(all.body.data[0]).toEqual({
      gid: task.gid,
      resource_type: "task",
      name: "Launch",
      resource_subtype: "default_task",
    });
    expect(names(all)).toEqual(["Launch", "Done"]);
    now += 1000;
    expect(names(await app.get<Shown[]>(`${project}?completed_since=now`))).toEqual(["Launch"]);
    const mine = `/tasks?workspace=${asana.workspace.gid}&assignee=me`;
    expect(names(await app.get<Shown[]>(mine))).toEqual(["Mine"]);
    const since = new Date(now - 1000).toISOString();
    const modified = `/tasks?project=${site.gid}&modified_since=${since}`;
    expect(names(await app.get<Shown[]>(modified))).toEqual(["Done"]);
    asana.comment(task, tess, "hi");
    expect(names(await app.get<Shown[]>(modified))).toEqual(["Launch", "Done"]);
  });

  test("longer than a thousand have to be paged", async () => {
    for (let n = 0; n < 1001; n += 1) asana.createTask(tess, { name: `${n}`, projects: [site] });
    const { status, body } = await app.get(`/projects/${site.gid}/tasks`);
    expect([status, body.errors[0]?.message]).toEqual([
      400,
      "The result is too large. You should use pagination (may require specifying a workspace)!",
    ]);
    expect((await app.get(`/projects/${site.gid}/tasks?limit=100`)).status).toBe(200);
  });
});

describe("people", () => {
  test("know themselves, each other, and who is a guest", async () => {
    const guest = asana.person({ name: "Gus", kind: "guest", token: "gus" });
    expect((await app.get("/users/me")).body.data).toEqual({
      gid: asana.bot.gid,
      resource_type: "user",
      name: "Trunkline",
      email: "trunkline@example.com",
      photo: null,
      workspaces: [{ gid: asana.workspace.gid, resource_type: "workspace", name: "Acme" }],
    });
    expect((await app.get("/users/me", "gus")).body.data.gid).toBe(guest.gid);
    expect((await app.get("/users/tess@example.com")).body.data.gid).toBe(tess.gid);
    const workspace = `/workspaces/${asana.workspace.gid}`;
    expect((await app.get(workspace)).body.data).toMatchObject({ is_organization: true });
    expect(names(await app.get<Shown[]>(`${workspace}/users`))).toEqual([
      "Trunkline",
      "Tess",
      "Gus",
    ]);
    const memberships = `${workspace}/workspace_memberships?opt_fields=user.gid,is_guest`;
    const { body } = await app.get<Shown[]>(`${memberships}&user=${guest.gid}`);
    expect(body.data).toMatchObject([{ user: { gid: guest.gid }, is_guest: true }]);
    asana.leave(tess);
    expect((await app.get<Shown[]>(memberships)).body.data).toHaveLength(2);
  });

  test("see what their project, their task or its parent lets them see", async () => {
    asana.person({ name: "Gus", kind: "guest", token: "gus" });
    const closed = asana.project({ name: "Closed", isPrivate: true, members: [tess] });
    const secret = asana.createTask(tess, { name: "Secret", projects: [closed] });
    const part = asana.createTask(tess, { name: "Part", parent: secret });
    const look = async (gid: string, token?: string) =>
      (await app.get(`/tasks/${gid}`, token)).status;
    expect(await look(task.gid, "gus")).toBe(403);
    expect(await look(secret.gid)).toBe(403);
    expect(await look(part.gid)).toBe(403);
    asana.assign(secret, tess, asana.bot);
    expect(await look(part.gid)).toBe(200);
    asana.makePrivate(secret, tess);
    expect([await look(secret.gid), await look(secret.gid, "tess")]).toEqual([403, 200]);
    const { gid } = asana.comment(task, tess, "hi");
    asana.makePrivate(task, tess);
    const answer = await app.get(`/stories/${gid}`);
    expect([answer.status, answer.body.errors[0]?.message]).toEqual([
      403,
      "You do not have access to this story.",
    ]);
    asana.deleteTask(task, tess);
    expect((await app.get(`/stories/${gid}`)).status).toBe(404);
  });
});

describe("attachments", () => {
  test("are listed both ways and fetched without a token, for two minutes", async () => {
    const { gid } = asana.attach(task, tess, "plan.txt", "the plan");
    for (const path of [`/attachments?parent=${task.gid}`, `/tasks/${task.gid}/attachments`]) {
      expect((await app.get<Shown[]>(path)).body.data).toEqual([
        { gid, resource_type: "attachment", name: "plan.txt", resource_subtype: "asana" },
      ]);
    }
    const { body } = await app.get(`/attachments/${gid}?opt_fields=download_url,size,parent.name`);
    const { download_url } = body.data;
    expect(body.data).toMatchObject({ size: 8, parent: { gid: task.gid, name: "Launch" } });
    expect(await (await fetch(download_url)).text()).toBe("the plan");
    expect(asana.wire.calls.at(-1)).toMatchObject({ method: "download", status: 200 });
    now += 121_000;
    expect((await fetch(download_url)).status).toBe(403);
  });
});

test("what people could not do is a mistake of the test", () => {
  const gus = asana.person({ name: "Gus", kind: "guest" });
  expect(() => asana.comment(task, gus, "hi")).toThrow("does not see");
  expect(() => asana.comment({ gid: "1" }, tess, "hi")).toThrow("no task 1");
  expect(() => asana.assign(task, tess, { gid: "1" })).toThrow("no person 1");
  expect(() => asana.decide(task, tess, "approved")).toThrow("no approval");
  expect(() => asana.removeFromProject(task, tess, asana.project({ name: "X" }))).toThrow(
    "not in X",
  );
  expect(() => asana.comment(task, tess, { html: "<p/>" })).toThrow("XML is invalid");
});

test("a colleague sees the tasks, and whoever is assigned follows", () => {
  const part = asana.createTask(tess, { name: "Part", parent: task });
  asana.assign(part, tess, asana.bot);
  const gone = asana.createTask(tess, { name: "Gone", projects: [site] });
  asana.deleteTask(gone, tess);
  expect(asana.tasks).toMatchObject([
    { name: "Launch", assignee: null, subtasks: [part.gid], followers: [tess.gid] },
    { name: "Part", assignee: { name: "Trunkline" }, followers: [tess.gid, asana.bot.gid] },
  ]);
  expect(asana.task(gone.gid).deleted).toBe(true);
});

test("changes are told to whoever looks", () => {
  const seen: string[] = [];
  const stop = asana.onChange(({ kind }) => seen.push(kind));
  const comment = asana.comment(task, tess, "a");
  asana.like(comment, tess);
  asana.editComment(comment, "b");
  asana.deleteComment(comment, asana.bot);
  stop();
  asana.comment(task, tess, "unseen");
  expect(seen).toEqual(["story", "like", "edit", "delete"]);
  expect(asana.task(task.gid).stories.at(-2)).toMatchObject({
    likes: 1,
    deleted: true,
    isEdited: true,
  });
});
