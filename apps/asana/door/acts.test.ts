import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk, faultOf } from "./testing.ts";

/** Every act against a strict Asana: what is shown, what happens, what is refused, and what is not doubled. */
let desk: Desk;
let ben: ReturnType<Desk["server"]["person"]>;

beforeEach(async () => {
  desk = await Desk.begin();
  ben = desk.server.person({ name: "Ben" });
});
afterEach(async () => {
  expect(desk.server.unknownNames).toEqual([]);
  await desk.server.close();
});

const task = () => desk.server.task(desk.task.gid);
const subtasks = () =>
  desk.server.tasks
    .filter(({ gid }) => gid !== desk.task.gid)
    .map(({ name, notes, assignee, dueOn }) => [name, notes, assignee?.name, dueOn]);

interface Case {
  readonly tool: string;
  readonly input: () => object;
  readonly title: string;
  /** The call that changes something. */
  readonly call: string;
  /** What can be seen of it, once and twice done. */
  readonly seen: () => unknown;
  readonly after: unknown;
}

const CASES: readonly Case[] = [
  {
    tool: "asana_comment",
    input: () => ({ text: "# So\n\n**bold** & [a link](https://x.y/?a=1&b=2)" }),
    title: "Comment on a task",
    call: "createStoryForTask",
    seen: () =>
      task()
        .stories.filter(({ isComment }) => isComment)
        .map(({ html }) => html),
    after: [expect.stringContaining("<strong>bold</strong> &amp; ")],
  },
  {
    tool: "asana_complete",
    input: () => ({}),
    title: "Mark a task as completed",
    call: "updateTask",
    seen: () => task().completed,
    after: true,
  },
  {
    tool: "asana_assign",
    input: () => ({ assignee: "ben" }),
    title: "Assign a task",
    call: "updateTask",
    seen: () => task().assignee?.gid === ben.gid,
    after: true,
  },
  {
    tool: "asana_due",
    input: () => ({ due_on: "2026-12-24" }),
    title: "Make a task due on 2026-12-24",
    call: "updateTask",
    seen: () => task().dueOn,
    after: "2026-12-24",
  },
  {
    tool: "asana_subtask",
    input: () => ({
      name: "Fetch\nthe can",
      notes: "- from **above**",
      assignee: ben.email,
      due_on: "2026-12-01",
    }),
    title: "Make a subtask",
    call: "createSubtaskForTask",
    seen: subtasks,
    after: [["Fetch the can", expect.stringContaining("from above"), "Ben", "2026-12-01"]],
  },
];

test("these are all acts there are", () => {
  const acts = desk.parts.tools
    .filter(({ effect }) => effect === "approve")
    .map(({ name }) => name);
  expect(acts.toSorted()).toEqual(CASES.map(({ tool }) => tool).toSorted());
});

describe.each(CASES)("$tool", ({ tool, input, title, call, seen, after }) => {
  test("is shown, changes nothing before it is run, and happens", async () => {
    const shown = await desk.preview(tool, input());
    expect(shown).toMatchObject({ title, target: `task ${desk.task.gid}` });
    expect(await desk.done(tool, shown)).toBeNull();
    const calls = desk.server.wire.calls.length;
    await desk.run(tool, shown);
    expect(seen()).toEqual(after);
    const made = desk.server.wire.calls.slice(calls).map(({ method }) => method);
    expect(made.filter((method) => method === call)).toHaveLength(1);
  });

  test("is found when its answer was lost, and not made twice", async () => {
    const shown = await desk.preview(tool, input());
    desk.server.wire.fault({ method: call, fault: { kind: "cut-after" } });
    expect(await faultOf(desk.run(tool, shown))).toMatch(/^uncertain/);
    expect(await desk.done(tool, shown)).toMatchObject({ text: expect.any(String) });
    expect(seen()).toEqual(after);
  });

  test("is not found when it was cut off before it came there", async () => {
    const shown = await desk.preview(tool, input());
    desk.server.wire.fault({ method: call, fault: { kind: "cut-before" } });
    expect(await faultOf(desk.run(tool, shown))).toMatch(/^uncertain/);
    expect(await desk.done(tool, shown)).toBeNull();
    await desk.run(tool, shown);
    expect(seen()).toEqual(after);
  });

  test("waits as long as Asana says", async () => {
    const shown = await desk.preview(tool, input());
    desk.server.rateLimit(40);
    expect(await faultOf(desk.run(tool, shown))).toMatch(/^rate_limited/);
    desk.server.rateLimit(0);
    expect(seen()).not.toEqual(after);
  });
});

describe("what is not as it was shown does not happen", () => {
  test("a task that somebody else has completed", async () => {
    const shown = await desk.preview("asana_complete", {});
    desk.server.complete(desk.task, desk.ann);
    await expect(desk.run("asana_complete", shown)).rejects.toThrow("changed: completed");
  });

  test("a task that somebody else has taken", async () => {
    const shown = await desk.preview("asana_assign", { assignee: ben.gid });
    desk.server.assign(desk.task, desk.ann, desk.ann);
    await expect(desk.run("asana_assign", shown)).rejects.toThrow(`changed: ${desk.ann.gid}`);
  });
});

test("refusals in our own words, before anybody is asked to decide", async () => {
  const preview = (tool: string, input: object) => faultOf(desk.preview(tool, input));
  expect(await preview("asana_complete", { completed: false })).toBe(
    "invalid: the task is open already",
  );
  expect(await preview("asana_assign", { assignee: "Nobody" })).toBe(
    "invalid: it is not clear who Nobody is",
  );
  expect(await preview("asana_assign", { assignee: "x@example.com" })).toBe(
    "invalid: Asana knows nobody called x@example.com",
  );
  const other = desk.server.person({ name: "Ben", email: "ben.2@example.com" });
  expect(await preview("asana_assign", { assignee: "Ben" })).toBe(
    `invalid: it is not clear who Ben is; there are Ben (${ben.gid}), Ben (${other.gid})`,
  );
  expect(await preview("asana_assign", { assignee: null })).toBe(
    "invalid: the task is assigned to nobody already",
  );
  expect(await preview("asana_due", { due_on: null })).toBe(
    "invalid: the task is due never already",
  );
  await expect(desk.preview("asana_due", { due_on: "tomorrow" })).rejects.toThrow("due_on");
  await expect(desk.preview("asana_due", { due_on: "2026-13-01" })).rejects.toThrow("due_on");
  await expect(desk.preview("asana_comment", { text: "x".repeat(9_000) })).rejects.toThrow("text");
});

test("refusals in Asana's words", async () => {
  const shown = await desk.preview("asana_comment", { text: "x" });
  desk.server.deleteTask(desk.task, desk.ann);
  expect(await faultOf(desk.run("asana_comment", shown))).toMatch(/^gone: 404/);
});

test("markup that Asana does not take costs the comment its looks, not its words", async () => {
  const shown = await desk.preview("asana_comment", { text: "so **bold**" });
  const refusal = { status: 400, body: { errors: [{ message: "XML is invalid" }] } };
  desk.server.wire.fault({
    method: "createStoryForTask",
    fault: { kind: "reply", reply: refusal },
  });
  await desk.run("asana_comment", shown);
  expect(task().stories.filter(({ isComment }) => isComment)).toMatchObject([{ text: "so bold" }]);
  expect(await desk.done("asana_comment", shown)).not.toBeNull();
});

test("what somebody wants posted holds no secret, and mentions nobody", async () => {
  const text = `2/100/200:token-of-the-test https://app.asana.com/0/profile/${ben.gid}`;
  const shown = await desk.preview("asana_comment", { text });
  expect(JSON.stringify(shown)).not.toContain("token-of-the-test");
  await desk.run("asana_comment", shown);
  expect(JSON.stringify(task().stories)).not.toContain("token-of-the-test");
  expect(JSON.stringify(task().stories)).not.toContain("data-asana-gid");
});

test("the same words of somebody else are no sign of an act", async () => {
  const comment = await desk.preview("asana_comment", { text: "same" });
  desk.server.comment(desk.task, desk.ann, "same");
  expect(await desk.done("asana_comment", comment)).toBeNull();
  const subtask = await desk.preview("asana_subtask", { name: "same" });
  desk.server.createTask(desk.ann, { name: "same", parent: desk.task });
  expect(await desk.done("asana_subtask", subtask)).toBeNull();
});
