import { Ajv, type Schema } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AsanaServer } from "./server.ts";
import { type Office, office, type TestApp } from "./test-app.ts";

// The answers against the schemas of Asana's OpenAPI file (AS-oas: StoryResponse, TaskResponse,
// ProjectResponse, UserResponse, WorkspaceMembershipResponse, AttachmentResponse, WebhookResponse,
// EventResponse and the compact ones), written down here as far as this server answers with them.
// What that file does not say cannot be checked: which fields are always there (it requires none),
// the markup inside of `html_text`, the wording of errors, what `change` holds, `is_workspace_webhook`.

const text = { type: "string" };
const flag = { type: "boolean" };
const whole = { type: "integer" };
const nothing = { type: "null" };
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$" };
const gid = { type: "string", pattern: "^\\d+$" };
const orNull = (schema: object) => ({ anyOf: [schema, nothing] });
const list = (items: object) => ({ type: "array", items });
const is = (...words: string[]) => ({ enum: words });
/** An answer has no other fields than these; `required` is what default answers show. */
const record = (type: string, properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties: { gid, resource_type: is(type), ...properties },
  required: ["gid", "resource_type", ...required],
  additionalProperties: false,
});
const named = (type: string) => record(type, { name: text }, ["name"]);

const user = named("user");
const workspace = named("workspace");
const project = named("project");
const taskSubtype = is("default_task", "milestone", "section", "approval");
const taskCompact = record("task", { name: text, resource_subtype: taskSubtype }, ["name"]);
const like = {
  type: "object",
  properties: { gid, user },
  required: ["gid", "user"],
  additionalProperties: false,
};
const hearts = { hearted: flag, hearts: list(like), num_hearts: whole };
const likes = { liked: flag, likes: list(like), num_likes: whole };

const storyCompact = {
  created_at: time,
  created_by: orNull(user),
  resource_subtype: text,
  text,
};
const story = {
  ...storyCompact,
  ...hearts,
  ...likes,
  html_text: text,
  type: is("comment", "system"),
  is_editable: flag,
  is_edited: flag,
  is_pinned: flag,
  previews: list({ type: "object" }),
  sticker_name: orNull(text),
  assignee: user,
  project,
  source: is("web", "email", "mobile", "api", "unknown"),
  target: taskCompact,
};
const task = {
  ...hearts,
  ...likes,
  name: text,
  resource_subtype: taskSubtype,
  actual_time_minutes: orNull({ type: "number" }),
  approval_status: is("pending", "approved", "rejected", "changes_requested"),
  assignee: orNull(user),
  assignee_status: is("today", "upcoming", "later", "new", "inbox"),
  completed: flag,
  completed_at: orNull(time),
  created_at: time,
  custom_fields: list({ type: "object" }),
  due_at: orNull(time),
  due_on: orNull({ type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" }),
  followers: list(user),
  memberships: list({
    type: "object",
    properties: { project, section: named("section") },
    additionalProperties: false,
  }),
  modified_at: time,
  notes: text,
  parent: orNull(taskCompact),
  permalink_url: text,
  projects: list(project),
  start_at: orNull(time),
  start_on: orNull(text),
  tags: list({ type: "object" }),
  workspace,
};
const webhookCompact = {
  active: flag,
  resource: { anyOf: [project, named("task")] },
  target: text,
};
const ref = {
  type: "object",
  properties: { gid, resource_type: text, resource_subtype: text, name: text },
  required: ["gid", "resource_type"],
  additionalProperties: false,
};
const event = (properties: object, required: readonly string[]) => ({
  type: "object",
  properties: {
    user: orNull(ref),
    created_at: time,
    action: is("changed", "added", "removed", "deleted", "undeleted"),
    resource: ref,
    parent: orNull(ref),
    change: {
      type: "object",
      properties: {
        field: text,
        action: is("changed", "added", "removed"),
        new_value: orNull(ref),
        added_value: ref,
        removed_value: ref,
      },
      required: ["field", "action"],
      additionalProperties: false,
    },
    ...properties,
  },
  required: ["user", "created_at", "action", "resource", "parent", ...required],
  additionalProperties: false,
});
const bare = { ...ref, properties: { gid, resource_type: text, resource_subtype: text } };
const eventOfWebhook = event({ user: orNull(bare), resource: bare, parent: orNull(bare) }, []);

let here: Office;
let asana: AsanaServer;
let app: TestApp;
/** What the paths name. */
const at = {
  task: "",
  approval: "",
  comment: "",
  system: "",
  site: "",
  hook: "",
  file: "",
  ws: "",
};
let sync = "";

beforeAll(async () => {
  here = await office({ isPremium: true });
  ({ asana, app } = here);
  const tess = asana.person({ name: "Tess" });
  const site = asana.project({ name: "Website", members: [tess] });
  at.ws = asana.workspace.gid;
  at.site = site.gid;
  at.hook = await app.subscribe(asana, site.gid, {
    filters: [{ action: "changed", fields: ["name"] }],
  });
  await app.subscribe(asana, site.gid, { target: app.target("/all") });
  sync = (await app.get(`/events?resource=${site.gid}`)).body.sync;
  const made = asana.createTask(tess, { name: "Launch", projects: [site], assignee: asana.bot });
  at.task = made.gid;
  at.comment = asana.comment(made, tess, { html: `<body>${asana.mention(asana.bot)}</body>` }).gid;
  at.approval = asana.createTask(tess, { name: "OK?", parent: made, isApproval: true }).gid;
  at.file = asana.attach(made, tess, "a.txt", "a").gid;
  at.system = asana.task(at.task).stories[0]?.gid ?? "";
  asana.like({ gid: at.comment }, tess);
  asana.editComment({ gid: at.comment }, "edited");
  asana.assign(made, tess, tess);
  asana.complete({ gid: at.approval }, tess);
  asana.removeFromProject(made, tess, site);
  asana.addToProject(made, tess, site);
  await asana.idle();
});
afterAll(() => here.close());

/** Every field: nothing may get lost on the way to a default answer. */
const all = (properties: object, ...but: string[]) =>
  Object.keys(properties).filter((name) => !but.includes(name));
const notOfSystem = ["is_edited", "is_pinned", "previews", "sticker_name"];

test.each<[string, string, object]>([
  [
    "getStory",
    "/stories/{comment}",
    record("story", story, all(story, "html_text", "assignee", "project")),
  ],
  [
    "getStory",
    "/stories/{system}",
    record("story", story, all(story, "html_text", "assignee", ...notOfSystem)),
  ],
  [
    "getStoriesForTask",
    "/tasks/{task}/stories",
    list(record("story", storyCompact, all(storyCompact))),
  ],
  ["getTask", "/tasks/{task}", record("task", task, all(task, "approval_status"))],
  ["getTask", "/tasks/{approval}", record("task", task, all(task))],
  ["getSubtasksForTask", "/tasks/{task}/subtasks", list(taskCompact)],
  ["getTasks", "/tasks?project={site}", list(taskCompact)],
  ["searchTasksForWorkspace", "/workspaces/{ws}/tasks/search?text=lau", list(taskCompact)],
  ["typeaheadForWorkspace", "/workspaces/{ws}/typeahead?resource_type=user&query=t", list(user)],
  [
    "getProject",
    "/projects/{site}",
    record("project", {
      name: text,
      archived: flag,
      color: orNull(text),
      completed: flag,
      completed_at: orNull(time),
      created_at: time,
      custom_fields: list({ type: "object" }),
      due_on: orNull(text),
      followers: list(user),
      members: list(user),
      modified_at: time,
      notes: text,
      owner: orNull(user),
      permalink_url: text,
      privacy_setting: is("public_to_workspace", "private_to_team", "private"),
      public: flag,
      start_on: orNull(text),
      workspace,
    }),
  ],
  [
    "getUser",
    "/users/me",
    record("user", { name: text, email: text, photo: nothing, workspaces: list(workspace) }),
  ],
  ["getUsersForWorkspace", "/workspaces/{ws}/users", list(user)],
  [
    "getWorkspace",
    "/workspaces/{ws}",
    record("workspace", { name: text, email_domains: list(text), is_organization: flag }),
  ],
  [
    "getWorkspaceMembershipsForWorkspace",
    "/workspaces/{ws}/workspace_memberships",
    list(record("workspace_membership", { user, workspace }, ["user", "workspace"])),
  ],
  [
    "getAttachment",
    "/attachments/{file}",
    record("attachment", {
      name: text,
      resource_subtype: is("asana", "dropbox", "gdrive", "onedrive", "box", "vimeo", "external"),
      created_at: time,
      download_url: text,
      host: text,
      parent: taskCompact,
      permanent_url: text,
      size: whole,
      view_url: text,
    }),
  ],
  [
    "getWebhook",
    "/webhooks/{hook}",
    record("webhook", {
      ...webhookCompact,
      created_at: time,
      last_success_at: orNull(time),
      last_failure_at: orNull(time),
      last_failure_content: text,
      delivery_retry_count: whole,
      next_attempt_after: orNull(time),
      failure_deletion_timestamp: orNull(time),
      filters: list({
        type: "object",
        properties: {
          resource_type: text,
          resource_subtype: text,
          action: text,
          fields: list(text),
        },
        additionalProperties: false,
      }),
    }),
  ],
  [
    "getWebhooks",
    "/webhooks?workspace={ws}",
    list(record("webhook", webhookCompact, all(webhookCompact))),
  ],
  ["getEvents", "/events?resource={site}&sync={sync}", list(event({ type: text }, ["type"]))],
])("%s %s", async (method, path, schema) => {
  const values = new Map(Object.entries({ ...at, sync }));
  const { status, body } = await app.get<unknown>(
    path.replace(/\{(\w+)\}/g, (_, name) => values.get(name) ?? ""),
  );
  expect([asana.wire.calls.at(-1)?.method, status]).toEqual([method, 200]);
  if (Array.isArray(body.data)) expect(body.data).not.toEqual([]);
  expect(faults(schema, body.data)).toEqual([]);
});

test("every event that was delivered", () => {
  const delivered = app.hits.filter(({ path }) => path === "/all").flatMap(({ events }) => events);
  const kinds = new Set(delivered.map(({ action, change }) => `${action} ${change?.field ?? ""}`));
  expect([...kinds].sort()).toEqual([
    "added ",
    "changed assignee",
    "changed completed",
    "changed text",
    "removed ",
  ]);
  expect(faults(list(eventOfWebhook), delivered)).toEqual([]);
});

function faults(schema: Schema, data: unknown): unknown[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.validate(schema, data);
  return ajv.errors ?? [];
}
