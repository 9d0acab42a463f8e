import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Case, Refusals } from "./test-refusals.ts";

// Each refusal with its words. Where these come from stands in the source, beside each of them.

let here: Refusals;
beforeAll(async () => {
  here = await Refusals.open();
});
afterAll(() => here.office.close());

const task = (name: string, data: object, message: string): Case => [
  name,
  "POST",
  "/tasks",
  { data: { workspace: "{ws}", ...data } },
  400,
  message,
];

const edit = (name: string, data: object, message: string): Case => [
  name,
  "PUT",
  "/tasks/{task}",
  { data },
  400,
  message,
];

const UNWRAPPED =
  "Unrecognized request field text . The only allowed keys at the top level are: data, options. Is it possible you did not wrap object properties in a data object?";
const NO_JSON = "Could not parse request data, invalid JSON";

test.each<Case>([
  ["no such route", "GET", "/goals/1", null, 404, "No matching route for request"],
  ["no such verb", "DELETE", "/users/me", null, 404, "No matching route for request"],
  ["broken JSON", "POST", "/tasks", "{", 400, NO_JSON],
  ["a list", "POST", "/tasks", "[]", 400, NO_JSON],
  ["no body", "POST", "/tasks", "", 400, "data: Missing input"],
  ["no data", "POST", "/tasks", {}, 400, "data: Missing input"],
  ["data that is a text", "POST", "/tasks", { data: "x" }, 400, "data: Missing input"],
  ["no wrapper", "POST", "/tasks/{task}/stories", { text: "x" }, 400, UNWRAPPED],
  ["an id of letters", "GET", "/tasks/abc", null, 400, "task: Not a recognized ID: abc"],
  ["a task that is none", "GET", "/tasks/1", null, 404, "task: Unknown object: 1"],
  ["a project as a task", "GET", "/tasks/{home}", null, 404, "task: Unknown object: {home}"],
  ["a private task", "GET", "/tasks/{closed}", null, 403, "You do not have access to this task."],
  [
    "a private project",
    "GET",
    "/projects/{hidden}",
    null,
    403,
    "You do not have access to this project.",
  ],
  ["a project that is none", "GET", "/projects/1", null, 404, "project: Unknown object: 1"],
  ["a user that is none", "GET", "/users/1", null, 404, "user: Unknown object: 1"],
  ["a user by name", "GET", "/users/tess", null, 400, "user: Not a recognized ID: tess"],
  ["another workspace", "GET", "/workspaces/1/users", null, 404, "workspace: Unknown object: 1"],
  ["a story that is none", "GET", "/stories/1", null, 404, "story: Unknown object: 1"],
  [
    "stories of a private task",
    "GET",
    "/tasks/{closed}/stories",
    null,
    403,
    "You do not have access to this task.",
  ],
  [
    "an attachment that is none",
    "GET",
    "/attachments/1",
    null,
    404,
    "attachment: Unknown object: 1",
  ],
  ["attachments of nothing", "GET", "/attachments", null, 400, "parent: Missing input"],
  [
    "search",
    "GET",
    "/workspaces/{ws}/tasks/search",
    null,
    402,
    "Search is only available to premium users.",
  ],
  [
    "a page of nothing",
    "GET",
    "/tasks/{task}/stories?limit=0",
    null,
    400,
    "limit: Must be between 1 and 100",
  ],
  [
    "a page of 101",
    "GET",
    "/tasks/{task}/stories?limit=101",
    null,
    400,
    "limit: Must be between 1 and 100",
  ],
  [
    "a made-up offset",
    "GET",
    "/tasks/{task}/stories?limit=2&offset=x",
    null,
    400,
    "offset: Your pagination token is invalid.",
  ],
  task("a field that is none", { nmae: "x" }, "Unrecognized request field nmae"),
  task("an assignee that is none", { assignee: "1" }, "assignee: Not a recognized ID: 1"),
  task("an assignee by number", { assignee: 1 }, "assignee: Not a valid GID type: number"),
  task("a project by name", { projects: ["home"] }, "projects: [0]: Not a recognized ID: home"),
  task(
    "projects that are none",
    { projects: "{home}" },
    'projects: Value is not an array: "{home}"',
  ),
  task(
    "a day that is none",
    { due_on: "tomorrow" },
    "due_on: Date must be in ISO-8601 (yyyy-mm-dd) format, not: tomorrow",
  ),
  task(
    "a subtype that is none",
    { resource_subtype: "epic" },
    "resource_subtype: Value is not valid: epic",
  ),
  task("bad notes", { html_notes: "<body><p/></body>" }, "XML is invalid"),
  [
    "a task nowhere",
    "POST",
    "/tasks",
    { data: { name: "x" } },
    400,
    "You should specify one of workspace, parent, projects",
  ],
  [
    "a task in a private project",
    "POST",
    "/tasks",
    { data: { projects: ["{hidden}"] } },
    403,
    "You do not have access to this project.",
  ],
  [
    "a subtask of nothing",
    "POST",
    "/tasks/1/subtasks",
    { data: { name: "x" } },
    404,
    "task: Unknown object: 1",
  ],
  [
    "followers that are none",
    "POST",
    "/tasks/{task}/addFollowers",
    { data: {} },
    400,
    "followers: Missing input",
  ],
  edit("followers by PUT", { followers: [] }, "followers: Cannot write this property"),
  edit("projects by PUT", { projects: [] }, "projects: Cannot write this property"),
  edit("a done that is none", { completed: "yes" }, 'completed: Value is not a boolean: "yes"'),
  edit(
    "approval of a task",
    { approval_status: "approved" },
    "approval_status: Cannot write this property",
  ),
  [
    "all tasks",
    "GET",
    "/tasks",
    null,
    400,
    "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
  ],
  [
    "tasks of a workspace",
    "GET",
    "/tasks?workspace={ws}",
    null,
    400,
    "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
  ],
  [
    "tasks of everything",
    "GET",
    "/tasks?workspace={ws}&assignee=me&project={home}",
    null,
    400,
    "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
  ],
  [
    "tasks of nobody",
    "GET",
    "/tasks?workspace={ws}&assignee=1",
    null,
    400,
    "assignee: Not a recognized ID: 1",
  ],
  [
    "tasks since when",
    "GET",
    "/tasks?project={home}&modified_since=x",
    null,
    400,
    "modified_since: Date must be in ISO-8601 format, not: x",
  ],
])("%s", (...one) => here.check(one));

describe("401", () => {
  test.each([
    ["none", null],
    ["another", "2/0:x"],
    ["none in it", ""],
  ])("with a token: %s", async (_name, token) => {
    const { status, body } = await here.office.app.call("GET", "/users/me", undefined, token);
    expect([status, body.errors[0]?.message]).toEqual([401, "Not Authorized"]);
  });

  test("once the token is revoked, or its user has left", async () => {
    const { asana, app } = here.office;
    const rob = asana.person({ name: "Rob", token: "rob" });
    asana.integration({ name: "Zap", token: "zap" });
    expect((await app.get("/users/me", "rob")).body.data.gid).toBe(rob.gid);
    asana.leave(rob);
    asana.revokeToken("zap");
    for (const token of ["rob", "zap"]) {
      expect((await app.get("/users/me", token)).status).toBe(401);
    }
  });
});

describe("what is not built says so", () => {
  test.each([
    ["POST", "/tasks", { data: { workspace: "{ws}", custom_fields: {} } }],
    ["POST", "/tasks/{task}/stories", { data: { text: "x", sticker_name: "heart" } }],
    ["GET", "/tasks?section=1", null],
    ["GET", "/tasks/{task}?opt_expand=assignee", null],
    ["GET", "/tasks/{task}?opt_fields=(assignee|parent).name", null],
    ["GET", "/events?resource={ws}", null],
  ])("%s %s", async (verb, path, body) => {
    const sent = body === null ? undefined : here.fill(JSON.stringify(body));
    const answer = await here.office.app.call(verb, here.fill(path), sent);
    expect(answer.status).toBe(501);
    expect(answer.body.errors[0]?.message).toMatch(/^Not built in the Asana emulator: /);
  });

  test("a form", async () => {
    const response = await fetch(`${here.office.apiUrl}/tasks`, {
      method: "POST",
      headers: { authorization: "Bearer tess" },
      body: new URLSearchParams({ name: "x" }),
    });
    expect(response.status).toBe(501);
  });
});

test("a body of another type is no JSON", async () => {
  const response = await fetch(`${here.office.apiUrl}/tasks`, {
    method: "POST",
    headers: { authorization: "Bearer tess", "content-type": "text/plain" },
    body: '{"data":{"name":"x"}}',
  });
  expect(response.status).toBe(400);
});
