import type { AsanaContext } from "@trunkline/transport/asana";
import { asana } from "@trunkline/transport/asana";
import { describe, expect, test } from "vitest";
import { type Answer, asanaSaying, data, page, refused } from "../testing.ts";

const AT = "2026-04-27T14:36:31.187Z";
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const ann = { gid: "55", name: "Ann", resource_type: "user" };
const eve = { gid: "66", name: "Eve", resource_type: "user" };
const ctx: AsanaContext = {
  ...{ bot: "100", task: "9001", story: "7001", started: "comment", user: "55" },
  at: Date.parse(AT),
};
const comment = (gid: string, by: typeof ann, seconds: number) => ({
  ...{ gid, resource_subtype: "comment_added", created_by: by, created_at: later(seconds) },
  html_text: `<body>comment ${gid}</body>`,
});

describe("gather", () => {
  const membership = (gid: string, more = {}) =>
    page([{ user: { gid }, is_guest: false, is_active: true, ...more }]);
  const members = "GET /workspaces/3/workspace_memberships";
  const task = data({
    ...{ gid: "9001", name: "Buy milk", created_by: ann, created_at: later(-500) },
    workspace: { gid: "3" },
  });
  const gathered = async (answers: Record<string, Answer | Answer[]>) => {
    const { transport, calls } = await asanaSaying({
      "GET /tasks/9001": task,
      "GET /tasks/9001/stories": page([comment("1", ann, -9), comment("2", eve, -8)]),
      "GET /attachments": page([]),
      ...answers,
    });
    const fragments = await fromAsync(transport.gather?.(ctx));
    return { fragments, calls: await calls() };
  };

  test("says who wrote what and how far each is trusted; each person is asked about once", async () => {
    const { fragments, calls } = await gathered({
      [members]: [membership("55"), membership("66", { is_guest: true })],
    });
    expect(fragments).toEqual([
      {
        what: "task name",
        text: "Buy milk",
        author: "Ann",
        at: Date.parse(later(-500)),
        trust: "member",
      },
      {
        what: "comment",
        text: "comment 2",
        author: "Eve",
        at: Date.parse(later(-8)),
        trust: "untrusted",
      },
      {
        what: "comment",
        text: "comment 1",
        author: "Ann",
        at: Date.parse(later(-9)),
        trust: "member",
      },
    ]);
    const asked = calls.filter(({ call }) => call.startsWith(members));
    expect(asked.map(({ call }) => /user=(\d+)/.exec(call)?.[1])).toEqual(["55", "66"]);
  });

  test.each<[string, Answer]>([
    ["has left", membership("55", { is_active: false })],
    ["is not there", page([])],
    ["is not the one who was asked about", membership("77")],
    ["may not be asked about", refused(403)],
    ["is unknown", refused(404)],
    ["cannot be asked about now", refused(500)],
  ])("who %s is a stranger", async (_name, answer) => {
    const { fragments } = await gathered({ [members]: answer });
    expect(new Set(fragments.map(({ trust }) => trust))).toEqual(new Set(["untrusted"]));
  });

  test("what several hands made is as good as the least of them", async () => {
    const renamed = {
      gid: "5",
      resource_subtype: "name_changed",
      created_by: eve,
      created_at: later(-7),
    };
    const { fragments } = await gathered({
      "GET /tasks/9001/stories": page([renamed]),
      [members]: [membership("55"), membership("66", { is_guest: true })],
    });
    expect(fragments).toMatchObject([{ what: "task name", author: "Eve", trust: "untrusted" }]);
  });

  test("names the files that were there by then", async () => {
    const files = [
      { gid: "1", name: "plan.pdf", created_at: later(-3) },
      { gid: "2", name: "later.pdf", created_at: later(3) },
    ];
    const { fragments } = await gathered({ "GET /attachments": page(files), [members]: page([]) });
    expect(fragments.at(-1)).toEqual({
      ...{ what: "attached files", text: "plan.pdf", author: "somebody", trust: "untrusted" },
      at: Date.parse(later(-3)),
    });
  });
});

describe("gather, when Asana does not tell all", () => {
  const task = data({
    ...{ gid: "9001", name: "Buy milk", created_by: ann, created_at: later(-500) },
    projects: [{ gid: "300", name: "House" }],
  });
  /** Fragments as they come, also when the gathering fails after them. */
  const gathered = async (answers: Record<string, Answer | Answer[]>) => {
    const { transport, asked } = await asanaSaying({
      "GET /tasks/9001": task,
      "GET /tasks/9001/stories": page([comment("1", ann, -9)]),
      "GET /attachments": page([]),
      ...answers,
    });
    const told: string[] = [];
    let fault: string | null = null;
    try {
      for await (const { what, text } of transport.gather?.(ctx) ?? []) {
        told.push(what === "note" ? text : what);
      }
    } catch (error) {
      fault = asana.classify(error).kind;
    }
    return { told, fault, asked: await asked() };
  };

  test.each([500, 403, 400])(
    "files that answer %i are left out, and that is said",
    async (status) => {
      const { told, fault } = await gathered({ "GET /attachments": refused(status) });
      expect(told).toEqual([
        ...["task name", "projects", "comment"],
        "(The names of the attached files cannot be read.)",
      ]);
      expect(fault).toBe(null);
    },
  );

  test.each([
    [429, "rate_limited"],
    [401, "unauthorized"],
  ])("files that answer %i are waited for: so does all else", async (status, kind) => {
    expect(await gathered({ "GET /attachments": refused(status) })).toMatchObject({ fault: kind });
  });

  test("a long history is read in steps, the newest comment is still told first", async () => {
    const pages = ["1", "2", "3"].map((gid) => page([comment(gid, ann, -9)], gid));
    const { told } = await gathered({
      "GET /tasks/9001/stories": [...pages, page([comment("4", ann, -8)])],
    });
    expect(told).toEqual([
      "(The task has a long history of 3 entries or more.)",
      ...["task name", "projects", "comment", "comment", "comment", "comment"],
    ]);
  });

  test("a history that breaks off has told the task by then", async () => {
    const first = Array.from({ length: 100 }, (_, i) => comment(`a${i}`, ann, -9));
    const answers = (modified: number) => ({
      "GET /tasks/9001": data({ gid: "9001", name: "Buy milk", modified_at: later(modified) }),
      "GET /tasks/9001/stories": [page(first, "2"), refused(500)],
    });
    const lost = { fault: "uncertain" };
    expect(await gathered(answers(0))).toMatchObject({ ...lost, told: ["task name"] });
    // Nobody could tell whether this is what it said when the message was written.
    expect(await gathered(answers(1))).toMatchObject({ ...lost, told: [] });
  });

  test("a history without end ends, and what it may have changed is not told", async () => {
    const { told, asked } = await gathered({
      "GET /tasks/9001/stories": page([comment("1", ann, -9)], "more"),
    });
    expect(asked.filter((call) => call === "GET /tasks/9001/stories")).toHaveLength(21);
    expect(told).toContain("comment");
    expect(told).not.toContain("task name");
    expect(told.join()).toContain("description, fields and latest comments cannot be read");
  });
});

describe("sweep", () => {
  const event = (gid: string, user = "55") => ({
    user: { gid: user, resource_type: "user" },
    created_at: AT,
    action: "added",
    resource: { gid, resource_type: "story", resource_subtype: "comment_added" },
    parent: { gid: "9001", resource_type: "task" },
  });
  const heard = (events: unknown[], sync: string, has_more = false) =>
    data(events, { sync, has_more });
  const expired = (sync: string) => ({
    status: 412,
    body: { errors: [{ message: "too old" }], sync },
  });
  const only = { ASANA_PROJECTS: "300", PUBLIC_URL: "" };
  const at = later(0);
  const cursor = JSON.stringify({ 300: { sync: "s1", at } });

  const swept = async (
    from: string | null,
    answers: Record<string, Answer | Answer[]>,
    settings: object = only,
  ) => {
    const { transport, calls } = await asanaSaying(answers, settings);
    const steps = await fromAsync(transport.sweep?.(from));
    const keys = steps.flatMap((step) =>
      "found" in step && step.found.kind === "reference" ? step.found.key : [],
    );
    const cursors = steps.flatMap((step) => ("cursor" in step ? [JSON.parse(step.cursor)] : []));
    return { keys, cursors, calls: await calls() };
  };

  test("the first time takes a token and looks for nothing", async () => {
    const { keys, cursors } = await swept(null, { "GET /events": expired("s1") });
    expect(keys).toEqual([]);
    expect(cursors.at(-1)).toEqual({ 300: { sync: "s1", at: expect.any(String) } });
  });

  test("finds what has happened since, under the keys of a webhook, page by page; ours is not ours to answer", async () => {
    const { keys, cursors, calls } = await swept(cursor, {
      "GET /events": [
        heard([event("71"), event("72", "100")], "s2", true),
        heard([event("73")], "s3"),
      ],
    });
    expect(keys).toEqual(["story:71:added", "story:73:added"]);
    expect(cursors.map((one) => one[300].sync)).toEqual(["s2", "s3", "s3"]);
    const events = calls.filter(({ call }) => call.startsWith("GET /events"));
    expect(events.map(({ call }) => /sync=(\w+)/.exec(call)?.[1])).toEqual(["s1", "s2"]);
  });

  test("a token that is too old: comments and assignments since then, once, and the new token", async () => {
    const stories = [
      comment("70", ann, -3_600),
      comment("71", ann, 5),
      comment("72", { ...ann, gid: "100" }, 6),
      { gid: "73", resource_subtype: "assigned", created_by: ann, created_at: later(7) },
      { gid: "74", resource_subtype: "name_changed", created_by: ann, created_at: later(8) },
    ];
    const { keys, cursors, calls } = await swept(cursor, {
      "GET /events": expired("s9"),
      "GET /tasks": page([{ gid: "9001" }]),
      "GET /tasks/9001/stories": page(stories),
    });
    expect(keys).toEqual(["story:71:added", `task:9001:changed:assignee:changed::${later(7)}:`]);
    expect(cursors.at(-1)[300].sync).toBe("s9");
    const tasks = calls.find(({ call }) => call.startsWith("GET /tasks?"));
    const query = new URL(tasks?.call.slice(4) ?? "", "http://x").searchParams;
    expect(query.get("project")).toBe("300");
    expect(query.get("modified_since")).toBe(later(-600));
  });

  test("what is left goes on where Asana had asked us to wait", async () => {
    const { transport } = await asanaSaying(
      {
        "GET /events": [expired("s9"), heard([], "s10")],
        "GET /tasks": page([{ gid: "1" }, { gid: "2" }]),
        "GET /tasks/1/stories": page([comment("71", ann, 5)]),
        "GET /tasks/2/stories": [refused(429), page([comment("72", ann, 6)])],
      },
      only,
    );
    const keys: string[] = [];
    let reached = cursor;
    const run = async () => {
      for await (const step of transport.sweep?.(reached) ?? []) {
        if ("cursor" in step) reached = step.cursor;
        else if (step.found.kind === "reference") keys.push(step.found.key);
      }
    };
    await expect(run()).rejects.toThrow("429");
    expect(JSON.parse(reached)[300]).toMatchObject({ sync: "s9", left: { tasks: ["2"] } });
    await run();
    expect(keys).toEqual(["story:71:added", "story:72:added"]);
    expect(JSON.parse(reached)[300]).toEqual({ sync: "s10", at: expect.any(String) });
  });

  test("of a task that is watched by itself looks at that task", async () => {
    const { keys } = await swept(cursor, {
      "GET /events": expired("s9"),
      "GET /tasks": refused(404, "project: Unknown object: 300"),
      "GET /tasks/300/stories": page([comment("71", ann, 5)]),
    });
    expect(keys).toEqual(["story:71:added"]);
  });

  const two = { ...only, ASANA_PROJECTS: "300,301" };
  const entry = { sync: "s1", at };
  const both = JSON.stringify({ 300: entry, 301: entry });
  /** A sweep as the core does it: what was yielded stands, also when the sweep fails after it. */
  const sweptUntil = async (
    from: string,
    answers: Record<string, Answer | Answer[]>,
    settings: object,
  ) => {
    const { transport, asked } = await asanaSaying(answers, settings);
    const keys: string[] = [];
    let reached = from;
    let fault: string | null = null;
    try {
      for await (const step of transport.sweep?.(from) ?? []) {
        if ("cursor" in step) reached = step.cursor;
        else if (step.found.kind === "reference") keys.push(step.found.key);
      }
    } catch (error) {
      fault = asana.classify(error).kind;
    }
    return { keys, cursor: JSON.parse(reached), fault, asked: await asked() };
  };

  test.each([403, 404])(
    "a project that answers %i keeps its place, the others go on",
    async (status) => {
      const { keys, cursor, fault } = await sweptUntil(
        both,
        { "GET /events": [refused(status), heard([event("71")], "s2")] },
        two,
      );
      expect(keys).toEqual(["story:71:added"]);
      expect(cursor).toEqual({ 300: entry, 301: { sync: "s2", at: expect.any(String) } });
      expect(fault).toBe(null);
    },
  );

  test.each([
    [500, "uncertain"],
    [400, "invalid"],
  ])("a project that answers %i keeps none of the others waiting", async (status, kind) => {
    const { keys, cursor, fault } = await sweptUntil(
      both,
      { "GET /events": [refused(status), heard([event("71")], "s2")] },
      two,
    );
    expect(keys).toEqual(["story:71:added"]);
    expect(cursor).toEqual({ 300: entry, 301: { sync: "s2", at: expect.any(String) } });
    expect(fault).toBe(kind);
  });

  test("of two that fail the one that may pass is told", async () => {
    const events = { "GET /events": [refused(502), refused(400)] };
    expect(await sweptUntil(both, events, two)).toMatchObject({ fault: "uncertain" });
  });

  test("nobody else is asked about when Asana wants us to wait", async () => {
    const { fault, asked } = await sweptUntil(both, { "GET /events": refused(429) }, two);
    expect(fault).toBe("rate_limited");
    expect(asked.filter((call) => call === "GET /events")).toHaveLength(1);
  });

  test("a project that is not watched any more is forgotten", async () => {
    const { cursor: left } = await sweptUntil(both, { "GET /events": heard([], "s2") }, only);
    expect(Object.keys(left)).toEqual(["300"]);
  });

  test("a task that stays broken is looked at last, one that is refused not again", async () => {
    const {
      keys,
      cursor: left,
      fault,
    } = await sweptUntil(
      cursor,
      {
        "GET /events": expired("s9"),
        "GET /tasks": page([{ gid: "1" }, { gid: "2" }, { gid: "3" }]),
        "GET /tasks/1/stories": refused(500),
        "GET /tasks/2/stories": refused(400),
        "GET /tasks/3/stories": page([comment("71", ann, 5)]),
      },
      only,
    );
    expect(keys).toEqual(["story:71:added"]);
    expect(left[300]).toMatchObject({ sync: "s9", left: { tasks: ["1"] } });
    expect(fault).toBe("uncertain");
  });

  test("what was registered by hand is swept too, what others have registered is not", async () => {
    const hook = (gid: string, target: string) => ({ gid, target, resource: { gid: `r${gid}` } });
    const hooks = [
      hook("1", "https://bot.test/webhook/x"),
      hook("2", "https://other.test/webhook/x"),
    ];
    const { cursors } = await swept(
      null,
      { "GET /webhooks": page(hooks), "GET /events": expired("s1") },
      { ASANA_PROJECTS: "300", PUBLIC_URL: "https://bot.test" },
    );
    expect(Object.keys(cursors.at(-1))).toEqual(["300", "r1"]);
  });

  test("Asana is down: nothing is taken as swept", async () => {
    const { transport } = await asanaSaying({ "GET /events": refused(503) }, only);
    const error = await fromAsync(transport.sweep?.(cursor)).catch((thrown: unknown) => thrown);
    expect(asana.classify(error).kind).toBe("uncertain");
  });
});

describe("hooks", () => {
  test("a subscription is asked for with what may be for us, and its secret comes with the answer", async () => {
    const { transport, calls } = await asanaSaying({
      "POST /webhooks": { status: 201, ...data({ gid: "900" }, { "X-Hook-Secret": "s3cret" }) },
    });
    const target = "https://bot.test/webhook/x";
    expect(await transport.hooks?.create("300", target)).toEqual({ gid: "900", secret: "s3cret" });
    const [{ body } = { body: null }] = await calls();
    expect(body).toEqual({ data: { resource: "300", target, filters: expect.any(Array) } });
    expect(JSON.stringify(body)).toContain('"fields":["assignee"]');
  });

  test("one without a secret is no subscription", async () => {
    const { transport } = await asanaSaying({ "POST /webhooks": data({ gid: "900" }) });
    await expect(transport.hooks?.create("300", "https://bot.test/x")).rejects.toThrow();
  });

  test("are listed in each workspace, and removed, also when they are gone", async () => {
    const hook = { gid: "900", target: "https://bot.test/webhook/x", resource: { gid: "300" } };
    const { transport, calls } = await asanaSaying({
      "GET /users/me": data({ gid: "100", workspaces: [{ gid: "3" }, { gid: "4" }] }),
      "GET /webhooks": [page([hook]), page([])],
      "DELETE /webhooks/900": [data({}), refused(404)],
    });
    expect(await transport.hooks?.list([])).toEqual([hook]);
    const lists = (await calls()).flatMap(({ call }) => /workspace=(\d+)/.exec(call)?.[1] ?? []);
    expect(lists).toEqual(["3", "4"]);
    await transport.hooks?.remove("900");
    await transport.hooks?.remove("900");
  });
});

async function fromAsync<T>(all: AsyncIterable<T> | undefined): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all ?? []) found.push(one);
  return found;
}
