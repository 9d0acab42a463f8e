import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Inbound } from "../contract.ts";
import { asana } from "./index.ts";

const ME = { id: "100", name: "Bot" };
const AT = "2026-04-27T14:36:31.187Z";
const MS = Date.parse(AT);

const read = (body: unknown, me = ME) => [...asana.read({ body, header: () => null }, me)];
const one = (event: object, me = ME) => {
  const [first, ...rest] = read({ events: [event] }, me);
  expect(rest).toEqual([]);
  if (!first) throw new Error("nothing was read");
  return first;
};
const key = (inbound: Inbound<unknown>) => (inbound.kind === "ignore" ? null : inbound.key);
const contentKey = (inbound: Inbound<unknown>) =>
  inbound.kind === "reference" ? inbound.contentKey : null;
const why = (inbound: Inbound<unknown>) => (inbound.kind === "ignore" ? inbound.why : null);

const person = { gid: "55", resource_type: "user" };
const task = { gid: "9001", resource_type: "task", resource_subtype: "default_task" };
const comment = {
  user: person,
  created_at: AT,
  action: "added",
  resource: { gid: "7001", resource_type: "story", resource_subtype: "comment_added" },
  parent: task,
};
const assigned = {
  user: person,
  created_at: AT,
  action: "changed",
  resource: task,
  parent: null,
  change: {
    field: "assignee",
    action: "changed",
    new_value: { gid: "100", resource_type: "user" },
  },
};
const created = {
  user: person,
  created_at: AT,
  action: "added",
  resource: task,
  parent: { gid: "300", resource_type: "project" },
};

describe("a comment", () => {
  test("is a reference: where, which, by whom, when, and nothing else is known", () => {
    expect(one(comment)).toEqual({
      kind: "reference",
      key: "story:7001:added",
      contentKey: "story:7001",
      order: MS,
      ctx: { bot: "100", task: "9001", story: "7001", started: "comment", user: "55", at: MS },
    });
  });

  test("of an old delivery has no subtype, and perhaps no parent: it is looked at", () => {
    const { resource_subtype: _, ...resource } = comment.resource;
    const ctx = { task: "9001", story: "7001" };
    expect(one({ ...comment, resource })).toMatchObject({ kind: "reference", ctx });
    expect(one({ ...comment, resource, parent: null })).toMatchObject({ ctx: { task: "" } });
  });

  test("while we do not know who we are, it is looked at later", () => {
    const early = one(comment, { id: "", name: "" });
    expect(early).toMatchObject({ kind: "reference", key: "story:7001:added" });
    expect(early).not.toHaveProperty("ctx.bot");
  });

  test("that was edited is an edit of it, with a key for each", () => {
    const edit = { ...comment, action: "changed", change: { field: "text", action: "changed" } };
    const later = "2026-04-27T14:40:00.000Z";
    expect(key(one(edit))).toBe(`story:7001:changed:${AT}`);
    expect(key(one({ ...edit, created_at: later }))).toBe(`story:7001:changed:${later}`);
    expect(contentKey(one(edit))).toBe("story:7001");
    expect(one(edit)).toMatchObject({ kind: "reference", as: "edit", version: MS, order: MS });
    expect(one({ ...edit, change: undefined }).kind).toBe("reference");
    expect(why(one({ ...edit, change: { field: "is_pinned" } }))).toBe("a change beside the words");
  });

  test.each<[string, object, string]>([
    ["our own", { user: { gid: "100", resource_type: "user" } }, "done by us"],
    ["of nobody", { user: null }, "done by nobody"],
    ["of an agent", { user: { gid: "5", resource_type: "agent" } }, "not done by a person"],
    [
      "of the system",
      { resource: { ...comment.resource, resource_subtype: "assigned" } },
      "a story that is no comment",
    ],
    [
      "on a goal",
      { parent: { gid: "1", resource_type: "goal" } },
      "a comment that is not on a task",
    ],
    ["deleted", { action: "deleted" }, "a comment that was deleted"],
    ["undeleted", { action: "undeleted" }, "a comment that was undeleted"],
    ["removed", { action: "removed" }, "a comment that was removed"],
  ])("%s is ignored", (_name, other, reason) => {
    expect(why(one({ ...comment, ...other }))).toBe(reason);
  });
});

describe("an assignment", () => {
  test("is a reference without a story", () => {
    expect(one(assigned)).toEqual({
      kind: "reference",
      key: `task:9001:changed:assignee:changed:100:${AT}:`,
      contentKey: "assigned:9001",
      order: MS,
      ctx: { bot: "100", task: "9001", started: "assigned", user: "55", at: MS },
    });
  });

  test("may not say to whom, and may come with a new task", () => {
    const silent = { ...assigned, change: { field: "assignee", action: "changed" } };
    expect(one(silent).kind).toBe("reference");
    expect(key(one(created))).toBe(`task:9001:added::::${AT}:300`);
  });

  test("however many events tell of it, it is one message", () => {
    const other = { ...created, parent: { gid: "301", resource_type: "project" } };
    const read = [assigned, created, other].map((event) => one(event));
    expect(new Set(read.map(key)).size).toBe(3);
    expect(new Set(read.map(contentKey))).toEqual(new Set(["assigned:9001"]));
  });

  test.each<[string, object, string]>([
    [
      "to another",
      { change: { field: "assignee", new_value: { gid: "55" } } },
      "not assigned to us",
    ],
    ["to nobody", { change: { field: "assignee", new_value: null } }, "not assigned to us"],
    ["by us", { user: { gid: "100", resource_type: "user" } }, "done by us"],
    [
      "of another field",
      { change: { field: "notes", action: "changed" } },
      "a task that was changed",
    ],
    ["of no field", { change: null }, "a task that was changed"],
    ["taken out of a project", { action: "removed" }, "a task that was removed"],
    ["deleted", { action: "deleted" }, "a task that was deleted"],
    ["undeleted", { action: "undeleted" }, "a task that was undeleted"],
  ])("%s is ignored", (_name, other, reason) => {
    expect(why(one({ ...assigned, ...other }))).toBe(reason);
  });

  test("to somebody, while we do not know who we are, is looked at later", () => {
    const to = { ...assigned, change: { field: "assignee", new_value: { gid: "55" } } };
    expect(one(to, { id: "", name: "" }).kind).toBe("reference");
  });
});

describe("a delivery", () => {
  test("says nothing of the webhook it came through: two deliveries of a comment have one key", () => {
    const through = (webhook: string) =>
      [...asana.read({ body: { events: [comment] }, header: () => webhook }, ME)].map(key);
    expect(through("one")).toEqual(through("another"));
  });

  test("without events is a heartbeat", () => {
    const heartbeat = { kind: "ignore", why: "a heartbeat", heartbeat: true };
    expect(read({ events: [] })).toEqual([heartbeat]);
  });

  test.each<[unknown]>([[{}], [[]], [null], [{ events: {} }], ["x"]])("%j is ignored", (body) => {
    expect(read(body).map(why)).toEqual(["not a delivery of a known shape"]);
  });

  test("one event of next year does not hide the others", () => {
    const events = [
      { hologram: 1 },
      comment,
      { ...comment, resource: { gid: "1", resource_type: "portfolio" } },
    ];
    expect(read({ events }).map(({ kind }) => kind)).toEqual(["ignore", "reference", "ignore"]);
  });

  test("keeps its order, of many tasks, and an event that is no time holds nothing up", () => {
    const events = Array.from({ length: 5 }, (_, i) => ({
      ...comment,
      resource: { ...comment.resource, gid: `${i}` },
      parent: { ...task, gid: `${i % 2}` },
      created_at: i === 3 ? "soon" : AT,
    }));
    const orders = read({ events }).map((inbound) => [
      key(inbound),
      inbound.kind === "reference" ? inbound.order : null,
      inbound.kind === "reference" ? asana.conversation(inbound.ctx) : null,
    ]);
    expect(orders).toEqual([
      ["story:0:added", MS, "0"],
      ["story:1:added", MS, "1"],
      ["story:2:added", MS, "0"],
      ["story:3:added", 0, "1"],
      ["story:4:added", MS, "0"],
    ]);
  });

  test("of anything is read without an error, and what is kept can be kept", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.constant(JSON.stringify(comment)))), (all) => {
        for (const inbound of read({ events: all.map((json) => JSON.parse(json)) })) {
          if (inbound.kind === "ignore") continue;
          expect(asana.context(JSON.parse(JSON.stringify(inbound.ctx)))).toEqual(inbound.ctx);
          expect(asana.account(inbound.ctx)).toBe("asana:token");
        }
      }),
    );
  });
});
