import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Office, office } from "./test-app.ts";

// Every refusal with its words. Where these come from stands in the source, beside each of them.

let here: Office;
/** What the cases name. */
const at = {
  task: "",
  closed: "",
  comment: "",
  hers: "",
  system: "",
  hidden: "",
  home: "",
  ws: "",
};

beforeAll(async () => {
  here = await office({ maxTextChars: 100 });
  const { asana, app } = here;
  const tess = asana.person({ name: "Tess", token: "tess" });
  const home = asana.project({ name: "Home" });
  const hidden = asana.project({ name: "Hidden", isPrivate: true, members: [tess] });
  at.ws = asana.workspace.gid;
  at.home = home.gid;
  at.hidden = hidden.gid;
  at.task = asana.createTask(tess, { name: "Task", projects: [home] }).gid;
  at.closed = asana.createTask(tess, { name: "Closed", projects: [hidden] }).gid;
  at.hers = asana.comment({ gid: at.task }, tess, "hers").gid;
  at.system = asana.task(at.task).stories[0]?.gid ?? "";
  const made = await app.send("POST", `/tasks/${at.task}/stories`, { text: "own" });
  at.comment = made.body.data.gid;
});
afterAll(() => here.close());

type Verb = "GET" | "POST" | "PUT" | "DELETE";
type Case = readonly [
  name: string,
  verb: Verb,
  path: string,
  body: unknown,
  status: number,
  message: string,
];

const INVALID = "XML is invalid";
const comment = (name: string, data: object, status: number, message: string): Case => [
  name,
  "POST",
  "/tasks/{task}/stories",
  { data },
  status,
  message,
];
const html = (name: string, html_text: string): Case => comment(name, { html_text }, 400, INVALID);
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
const hook = (name: string, data: object, status: number, message: string): Case => [
  name,
  "POST",
  "/webhooks",
  { data: { resource: "{home}", target: "http://127.0.0.1:9/x", ...data } },
  status,
  message,
];
const filter = (name: string, one: unknown, message: string): Case =>
  hook(`a filter: ${name}`, { filters: [one] }, 400, `filters: [0]${message}`);

const UNWRAPPED =
  "Unrecognized request field text . The only allowed keys at the top level are: data, options. Is it possible you did not wrap object properties in a data object?";
const NO_JSON = "Could not parse request data, invalid JSON";

const CASES: readonly Case[] = [
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

  comment("no text", {}, 400, "text: Missing input"),
  comment("an empty text", { text: "" }, 400, "text: Missing input"),
  comment("a number", { text: 5 }, 400, "text: Value is not a string: 5"),
  comment("too much", { text: "x".repeat(101) }, 400, "text: Value is too long"),
  comment(
    "too much markup",
    { html_text: `<body>${"x".repeat(100)}</body>` },
    400,
    "html_text: Value is too long",
  ),
  comment(
    "both texts",
    { text: "a", html_text: "<body>a</body>" },
    400,
    "You may only provide one of text or html_text!",
  ),
  comment("a field that is none", { text: "a", txt: "b" }, 400, "Unrecognized request field txt"),
  comment(
    "a field to be read",
    { text: "a", liked: true },
    400,
    "liked: Cannot write this property",
  ),
  comment(
    "a pin that is none",
    { text: "a", is_pinned: "yes" },
    400,
    'is_pinned: Value is not a boolean: "yes"',
  ),
  [
    "a comment on nothing",
    "POST",
    "/tasks/1/stories",
    { data: { text: "x" } },
    404,
    "task: Unknown object: 1",
  ],
  [
    "a comment in private",
    "POST",
    "/tasks/{closed}/stories",
    { data: { text: "x" } },
    403,
    "You do not have access to this task.",
  ],
  [
    "an edit of hers",
    "PUT",
    "/stories/{hers}",
    { data: { text: "x" } },
    403,
    "You do not have permission to edit this story.",
  ],
  [
    "an edit of the system's",
    "PUT",
    "/stories/{system}",
    { data: { text: "x" } },
    403,
    "You do not have permission to edit this story.",
  ],
  [
    "an edit to nothing",
    "PUT",
    "/stories/{comment}",
    { data: { text: "" } },
    400,
    "text: Missing input",
  ],
  [
    "an edit with bad markup",
    "PUT",
    "/stories/{comment}",
    { data: { html_text: "<b>x</b>" } },
    400,
    INVALID,
  ],
  [
    "a deletion of hers",
    "DELETE",
    "/stories/{hers}",
    null,
    403,
    "You do not have permission to delete this story.",
  ],

  html("no markup", "x"),
  html("no body", "<strong>x</strong>"),
  html("two roots", "<body/><body/>"),
  html("not closed", "<body><em>x</body>"),
  html("a bare &", "<body>R&D</body>"),
  html("a non-breaking space by name", "<body>&nbsp;</body>"),
  html("a control character", "<body>\u0000</body>"),
  html("]]>", "<body>]]></body>"),
  html("a line break", "<body>a<br/>b</body>"),
  html("a paragraph", "<body><p>a</p></body>"),
  html("bold by its other name", "<body><b>a</b></body>"),
  html("a header", "<body><h1>a</h1></body>"),
  html("a quote", "<body><blockquote>a</blockquote></body>"),
  html("a block of code", "<body><pre>a</pre></body>"),
  html("capitals", "<body><STRONG>a</STRONG></body>"),
  html("a body in the body", "<body><body>a</body></body>"),
  html("an attribute", '<body><strong id="1">a</strong></body>'),
  html("an attribute of the body", '<body lang="en">a</body>'),
  html("a target", '<body><a href="https://example.com" target="_blank">a</a></body>'),
  html("a link to nowhere", "<body><a>a</a></body>"),
  html("a link to a script", '<body><a href="javascript:x">a</a></body>'),
  html("a mention of nobody", '<body><a data-asana-gid="1"/></body>'),
  html("a mention in secret", '<body><a data-asana-gid="{hidden}"/></body>'),
  html("an item outside of a list", "<body><li>a</li></body>"),
  html("text in a list", "<body><ul>a</ul></body>"),
  html("a list in a list without an item", "<body><ul><ul><li>a</li></ul></ul></body>"),

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
  task("bad notes", { html_notes: "<body><p/></body>" }, INVALID),
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

  hook("no resource", { resource: undefined }, 400, "resource: Missing input"),
  hook("a resource that is none", { resource: "1" }, 404, "resource: Unknown object: 1"),
  hook("a resource by number", { resource: 1 }, 400, "resource: Not a valid GID type: number"),
  hook(
    "a private project",
    { resource: "{hidden}" },
    403,
    "You do not have access to this project.",
  ),
  hook("no target", { target: undefined }, 400, "target: Missing input"),
  hook("a target that is none", { target: "here" }, 400, "target: Not a valid URL"),
  hook("filters that are none", { filters: {} }, 400, "filters: Value is not an array: {}"),
  filter("a text", "task", ": Value is not an object"),
  filter("a key that is none", { type: "task" }, ": type: Unrecognized request field"),
  filter("a number", { action: 1 }, ": action: Value is not valid"),
  filter("an action that is none", { action: "edited" }, ": action: Value is not valid: edited"),
  filter(
    "fields of additions",
    { action: "added", fields: ["name"] },
    ": fields: Only valid for action of type changed",
  ),
  ["webhooks of nowhere", "GET", "/webhooks", null, 400, "workspace: Missing input"],
  ["a webhook that is none", "GET", "/webhooks/1", null, 404, "webhook: Unknown object: 1"],
  ["no webhook to delete", "DELETE", "/webhooks/1", null, 404, "webhook: Unknown object: 1"],
  ["events of nothing", "GET", "/events", null, 400, "resource: Missing input"],
  [
    "events of a private task",
    "GET",
    "/events?resource={closed}",
    null,
    403,
    "You do not have access to this task.",
  ],
];

function fill(text: string): string {
  return text.replace(
    /\{(\w+)\}/g,
    (whole, name) => Object.entries(at).find(([key]) => key === name)?.[1] ?? whole,
  );
}

test.each(CASES)("%s", async (_name, verb, path, body, status, message) => {
  const { asana, app } = here;
  const before = JSON.stringify(asana.task(at.task));
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await app.call(verb, fill(path), body === null ? undefined : fill(text));
  expect([answer.status, answer.body]).toEqual([
    status,
    {
      errors: [
        {
          message: fill(message),
          help: "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors",
        },
      ],
    },
  ]);
  expect(JSON.stringify(asana.task(at.task))).toBe(before);
  expect(asana.wire.calls.at(-1)).toMatchObject({ applied: false, status });
});

describe("401", () => {
  test.each([
    ["none", null],
    ["another", "2/0:x"],
    ["none in it", ""],
  ])("with a token: %s", async (_name, token) => {
    const { status, body } = await here.app.call("GET", "/users/me", undefined, token);
    expect([status, body.errors[0]?.message]).toEqual([401, "Not Authorized"]);
  });

  test("once the token is revoked, or its user has left", async () => {
    const { asana, app } = here;
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
    const sent = body === null ? undefined : fill(JSON.stringify(body));
    const answer = await here.app.call(verb, fill(path), sent);
    expect(answer.status).toBe(501);
    expect(answer.body.errors[0]?.message).toMatch(/^Not built in the Asana emulator: /);
  });

  test("a form", async () => {
    const response = await fetch(`${here.apiUrl}/tasks`, {
      method: "POST",
      headers: { authorization: "Bearer tess" },
      body: new URLSearchParams({ name: "x" }),
    });
    expect(response.status).toBe(501);
  });
});

test("a body of another type is no JSON", async () => {
  const response = await fetch(`${here.apiUrl}/tasks`, {
    method: "POST",
    headers: { authorization: "Bearer tess", "content-type": "text/plain" },
    body: '{"data":{"name":"x"}}',
  });
  expect(response.status).toBe(400);
});
