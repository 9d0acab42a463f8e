import type { Actor } from "@trunkline/agents/door";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk, faultOf } from "./testing.ts";

/** Every look against a strict Asana, and who may. */
let desk: Desk;
beforeEach(async () => {
  desk = await Desk.begin();
});
afterEach(async () => {
  expect(desk.server.unknownNames).toEqual([]);
  await desk.server.close();
});

const read = async (tool: string, input: object = {}, actor?: Actor) =>
  (await desk.read(tool, input, actor)).text;
const elsewhere: Actor = {
  ...{ conversation: "telegram:77/1", platform: "telegram", userId: "1", userName: "ann" },
};

describe("a task", () => {
  test("is the conversation's own unless another is named", async () => {
    const { server, ann, task } = desk;
    server.comment(task, ann, { html: "<body>how <strong>much</strong>?</body>" });
    server.createTask(ann, { name: "Fetch", parent: task });
    const { text, source } = await desk.read("asana_task", {});
    expect(text).toContain(`Buy milk (open; task ${task.gid})`);
    expect(text).toContain("two litres");
    expect(text).toContain("subtasks:\nFetch (open;");
    expect(text).toContain("how much?");
    expect(source).toContain("https://app.asana.com/");
  });

  test("has its latest comments, and how many are left out", async () => {
    for (let i = 0; i < 40; i += 1) desk.server.comment(desk.task, desk.ann, `comment ${i}.`);
    const text = await read("asana_task");
    expect(text).toContain("comment 39.");
    expect(text).toContain("comment 10.");
    expect(text).not.toContain("comment 9.");
    expect(text).toContain("(10 older comments are left out.)");
  });
});

test("the tasks of a project: open ones, or all", async () => {
  const { server, ann, house } = desk;
  const done = server.createTask(ann, { name: "Old", projects: [house] });
  server.complete(done, ann);
  expect(await read("asana_project_tasks")).toBe(`Buy milk (open; task ${desk.task.gid})`);
  expect(await read("asana_project_tasks", { completed: true })).toContain("Old (completed;");
});

describe.each([
  ["pays", true],
  ["does not pay", false],
])("a search in a workspace that %s", (_name, isPremium) => {
  test("finds words in names and descriptions, in one project only", async () => {
    await desk.server.close();
    desk = await Desk.begin({ isPremium });
    const { server, ann } = desk;
    const other = server.project({ name: "Other" });
    server.createTask(ann, { name: "Milk, too", projects: [other] });
    expect(await read("asana_search", { text: "MILK litres" })).toContain("Buy milk");
    expect(await read("asana_search", { text: "too" })).toBe("nothing found");
  });
});

describe("a place", () => {
  test("is the project of the conversation's task, with all its tasks", async () => {
    const { server, ann, house } = desk;
    const next = server.createTask(ann, { name: "Bread", projects: [house] });
    expect(await read("asana_task", { task: next.gid })).toContain("Bread");
    const below = server.createTask(ann, { name: "Rolls", parent: next });
    expect(await read("asana_task", { task: below.gid })).toContain("Rolls");
    expect(await read("asana_task", {}, desk.asker(ann, below))).toContain("Rolls");
  });

  test("of another task is shut, whether it is there or not", async () => {
    const { server, ann } = desk;
    const other = server.project({ name: "Other" });
    const away = server.createTask(ann, { name: "Away", projects: [other] });
    await expect(read("asana_task", { task: away.gid })).rejects.toThrow(
      `${other.gid} is not open to this conversation`,
    );
    await expect(read("asana_task", { task: "77" })).rejects.toThrow("task/77 is not open");
    await expect(read("asana_project_tasks", { project: other.gid })).rejects.toThrow("not open");
    desk.open(`read@${other.gid}`);
    expect(await read("asana_task", { task: away.gid })).toContain("Away");
    const complete = desk.preview("asana_complete", { task: away.gid });
    await expect(complete).rejects.toThrow("not open");
  });

  test("is opened for those who ask from elsewhere, who have to name it", async () => {
    await expect(read("asana_task", { task: desk.task.gid }, elsewhere)).rejects.toThrow(
      "not open",
    );
    desk.open(desk.house.gid);
    expect(await read("asana_task", { task: desk.task.gid }, elsewhere)).toContain("Buy milk");
    expect(await faultOf(read("asana_task", {}, elsewhere))).toBe(
      "invalid: name the task: this conversation belongs to none",
    );
  });

  test("is the task itself where it is in no project", async () => {
    const { server, ann } = desk;
    const lone = server.createTask(ann, { name: "Lone", followers: [server.bot] });
    expect(await read("asana_task", {}, desk.asker(ann, lone))).toContain("Lone");
    expect(await faultOf(read("asana_project_tasks", {}, desk.asker(ann, lone)))).toBe(
      "invalid: name the project",
    );
    desk.open(`task/${lone.gid}`);
    await expect(read("asana_task", { task: lone.gid })).rejects.toThrow("not yours to see");
  });
});

describe("a person", () => {
  test("who is a guest may use nothing", async () => {
    const gus = desk.server.person({ name: "Gus", kind: "guest" });
    await expect(read("asana_task", {}, desk.asker(gus))).rejects.toThrow("only full members");
  });

  test("who is no member of a private project does not see it through us", async () => {
    const { server, ann } = desk;
    const ben = server.person({ name: "Ben" });
    const members = [server.bot, ann];
    const board = server.project({ name: "Board", isPrivate: true, members });
    const secret = server.createTask(ann, { name: "Salaries", projects: [board] });
    desk.open(board.gid);
    expect(await read("asana_task", { task: secret.gid })).toContain("Salaries");
    await expect(read("asana_task", { task: secret.gid }, desk.asker(ben))).rejects.toThrow(
      `you are no member of project ${board.gid}`,
    );
  });
});

test("input that does not fit is told in words", async () => {
  await expect(read("asana_task", { task: "../users/me" })).rejects.toThrow("task");
  await expect(read("asana_search", {})).rejects.toThrow("text");
});
