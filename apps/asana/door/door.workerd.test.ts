import { abortAllDurableObjects } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { ActAnswer, DoorDescription, hashOf, Preview, ReadAnswer } from "@trunkline/agents/door";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { asanaSaying, data, ME, page, refused } from "../testing.ts";

/** The door as the pool finds it, on workerd, with the account's ledger behind it. */
const AT = "2026-04-27T14:36:31.187Z";
const door = () => exports.Door;
const actor = {
  conversation: "asana:token/9001",
  platform: "asana",
  userId: "55",
  userName: "Ann",
};
const task = {
  ...{ gid: "9001", name: "Buy milk", completed: false, created_at: AT, due_on: null },
  ...{ projects: [{ gid: "31", name: "House" }], workspace: { gid: "3" }, assignee: null },
};
const member = { user: { gid: "55" }, is_guest: false, is_active: true };
const usual = {
  "GET /users/me": data(ME),
  "GET /tasks/9001": data(task),
  "GET /projects/31": data({
    ...{ gid: "31", privacy_setting: "public_to_workspace", workspace: { gid: "3" }, members: [] },
  }),
  "GET /workspaces/3/workspace_memberships": page([member]),
};
const query = (tool: string, input: object) => ({ v: 1 as const, tool, input, actor });
let count = 0;
/** What was shown, as an approval keeps it. */
async function intended(tool: string, input: object) {
  const shown = Preview.parse(await door().preview(query(tool, input)));
  if (!shown.ok) throw new Error(shown.error);
  count += 1;
  const act = { tool, input: shown.input, state: shown.state };
  return { v: 1 as const, key: `approval-${count}`, ...act, hash: await hashOf(act), actor };
}
const act = async (intent: Awaited<ReturnType<typeof intended>>) =>
  ActAnswer.parse(await door().act(intent));

/** The Worker's own settings name this host. */
const saying = (answers: Parameters<typeof asanaSaying>[0]) =>
  asanaSaying({ ...usual, ...answers }, {}, "asana.test");
beforeEach(() => saying({}));

test("every tool is described, its input as a schema", async () => {
  const { tools } = DoorDescription.parse(await door().describe());
  expect(tools.map(({ name }) => name)).toContain("asana_assign");
  for (const { name, schema } of tools) expect([name, schema.type]).toEqual([name, "object"]);
  const due = tools.find(({ name }) => name === "asana_due");
  expect(due?.schema).toMatchObject({ required: ["due_on"] });
});

describe("a look", () => {
  test("through the official client, also where a route was brought along alone", async () => {
    const found = [{ gid: "7", name: "Milk", projects: [{ gid: "31" }] }];
    const { asked } = await saying({ "GET /workspaces/3/tasks/search": data(found) });
    const answer = ReadAnswer.parse(await door().read(query("asana_search", { text: "milk" })));
    expect(answer).toEqual({ ok: true, text: "Milk (open; task 7)" });
    expect(await asked()).toContain("GET /projects/31");
  });

  test("that is refused is an answer in words, without a token", async () => {
    await saying({ "GET /tasks/9001/subtasks": refused(403) });
    const answer = ReadAnswer.parse(await door().read(query("asana_task", {})));
    expect(answer).toEqual({ ok: false, error: "403 no access" });
  });

  test("by a guest is none", async () => {
    const guest = { ...member, is_guest: true };
    await saying({ "GET /workspaces/3/workspace_memberships": page([guest]) });
    const answer = ReadAnswer.parse(await door().read(query("asana_task", {})));
    expect(answer).toEqual({
      ok: false,
      error: "only full members of the workspace may use tools",
    });
  });
});

describe("an act", () => {
  const PUT = "PUT /tasks/9001";
  const done = data({ ...task, completed: true, permalink_url: "https://app.asana.com/0/0/9001" });

  test("happens once, however often it is asked for and whatever is reset in between", async () => {
    const { asked } = await saying({ [PUT]: done });
    const intent = await intended("asana_complete", {});
    const first = await act(intent);
    expect(first).toMatchObject({ state: "done", text: "The task is completed now." });
    await abortAllDurableObjects();
    expect(await act(intent)).toEqual(first);
    expect((await asked()).filter((call) => call === PUT)).toHaveLength(1);
  });

  test("is not made where the task is another by now", async () => {
    const intent = await intended("asana_complete", {});
    const { asked } = await saying({ "GET /tasks/9001": data({ ...task, completed: true }) });
    expect(await act(intent)).toMatchObject({ state: "changed" });
    expect(await asked()).not.toContain(PUT);
  });

  test("whose answer was lost is looked for before it is repeated", async () => {
    const POST = "POST /tasks/9001/stories";
    const intent = await intended("asana_comment", { text: "so **bold**" });
    const story = {
      ...{ gid: "8", resource_subtype: "comment_added", created_by: { gid: ME.gid } },
      ...{
        created_at: new Date().toISOString(),
        html_text: "<body>so <strong>bold</strong></body>",
      },
    };
    const { asked } = await saying({
      [POST]: { status: 502 },
      "GET /tasks/9001/stories": page([story]),
    });
    expect(await act(intent)).toMatchObject({ state: "again" });
    await vi.waitFor(async () => expect(await act(intent)).toMatchObject({ state: "done" }), {
      timeout: 20_000,
      interval: 100,
    });
    expect((await asked()).filter((call) => call === POST)).toHaveLength(1);
  });

  test("that is not what was shown is refused", async () => {
    const intent = await intended("asana_complete", {});
    const other = { ...intent, input: { task: "9002", completed: true } };
    expect(await act(other)).toMatchObject({ state: "refused" });
  });
});
