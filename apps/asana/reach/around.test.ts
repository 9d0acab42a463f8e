import type { AsanaContext, Story, Task } from "@trunkline/transport/asana";
import { describe, expect, test } from "vitest";
import { around, projectsOf, untouched } from "./around.ts";
import { listed } from "./resources.ts";

const AT = Date.parse("2026-04-27T14:36:31.187Z");
const at = (seconds: number) => new Date(AT + seconds * 1000).toISOString();
const ann = { gid: "55", name: "Ann" };
const eve = { gid: "66", name: "Eve" };

const ctx: AsanaContext = {
  ...{ bot: "100", task: "9", story: "7", started: "comment", user: "55", at: AT },
};
const task: Task = {
  gid: "9",
  name: "Buy milk",
  html_notes: "<body>two <em>litres</em></body>",
  created_at: at(-500),
  created_by: ann,
  projects: [
    { gid: "300", name: "House" },
    { gid: "301", name: null },
  ],
  custom_fields: [
    { name: "Priority", display_value: "High" },
    { name: "Cost", display_value: 3 },
    { name: "Empty", display_value: null },
  ],
};
const comment = (gid: string, by: Story["created_by"], seconds: number, more = {}): Story => ({
  ...{ gid, resource_subtype: "comment_added", created_by: by, created_at: at(seconds) },
  html_text: `<body>comment ${gid}</body>`,
  ...more,
});
const system = (resource_subtype: string, by: Story["created_by"], seconds: number): Story => ({
  ...{ gid: `s${seconds}`, resource_subtype, created_by: by, created_at: at(seconds) },
});
const whats = (stories: readonly Story[]) => around(ctx, task, stories).map(({ what }) => what);
const comments = (stories: readonly Story[]) =>
  around(ctx, task, stories).flatMap(({ what, text }) => (what === "comment" ? [text] : []));

describe("what stands around a comment", () => {
  test("the task first, then comments, the newest first", () => {
    const stories = [comment("1", ann, -90), comment("2", eve, -80), comment("7", ann, 0)];
    expect(around(ctx, task, stories)).toEqual([
      { what: "task name", text: "Buy milk", by: [ann], at: AT - 500_000 },
      { what: "task description", text: "two litres", by: [ann], at: AT - 500_000 },
      { what: "custom fields", text: "Priority: High\nCost: 3", by: [ann], at: AT - 500_000 },
      { what: "comment", text: "comment 2", by: [eve], at: AT - 80_000 },
      { what: "comment", text: "comment 1", by: [ann], at: AT - 90_000 },
    ]);
  });

  test.each<[string, Story]>([
    ["came later", comment("1", eve, 5)],
    ["was edited, nobody knows when", comment("1", eve, -5, { is_edited: true })],
    ["is ours", comment("1", { gid: "100" }, -5)],
    ["is the one that is answered", comment("7", ann, 0)],
    ["is the system's", system("due_date_changed", eve, -5)],
    ["says nothing", comment("1", eve, -5, { html_text: "<body> </body>" })],
  ])("without what %s", (_name, story) => {
    expect(comments([story])).toEqual([]);
  });

  test("one without rich text has its plain text", () => {
    expect(comments([comment("1", eve, -5, { html_text: null, text: "plain" })])).toEqual([
      "plain",
    ]);
  });

  test.each<[string, string]>([
    ["name_changed", "task name"],
    ["notes_changed", "task description"],
    ["enum_custom_field_changed", "custom fields"],
  ])(
    "%s: what was changed later is left out, what was changed before has one more hand",
    (subtype, what) => {
      expect(whats([system(subtype, ann, 5)])).not.toContain(what);
      const before = around(ctx, task, [system(subtype, eve, -5)]).find((one) => one.what === what);
      expect(before).toMatchObject({ by: [ann, eve], at: AT - 5_000 });
    },
  );

  test("a hand that nobody can be named for takes the others' weight", () => {
    const pieces = around(ctx, task, [system("notes_changed", null, -5)]);
    expect(pieces.find(({ what }) => what === "task description")?.by).toEqual([]);
    expect(pieces.find(({ what }) => what === "task name")?.by).toEqual([ann]);
  });

  test("what was assigned is not said twice", () => {
    const { story: _, ...assigned } = ctx;
    const pieces = around({ ...assigned, started: "assigned" }, task, []);
    expect(pieces.map(({ what }) => what)).toEqual(["custom fields"]);
  });

  test("an empty task has nothing", () => {
    expect(around(ctx, { gid: "9" }, [])).toEqual([]);
    expect(projectsOf({ gid: "9" })).toEqual([]);
  });

  test("what nothing has touched since is known without stories, and is nobody's", () => {
    const stories = (modified_at: string | null) =>
      untouched(ctx, { ...task, modified_at }).map(({ what, by }) => [what, by]);
    const whole = ["task name", "task description", "custom fields"].map((what) => [what, []]);
    expect(stories(at(0))).toEqual(whole);
    expect(stories(at(1))).toEqual([]);
    expect(stories(null)).toEqual([]);
  });

  test("projects are known without stories", () => {
    const projects = { what: "projects", text: "House", by: [], at: AT - 500_000 };
    expect(projectsOf(task)).toEqual([projects]);
  });
});

test("a list is comma-separated, spaces do not count", () => {
  expect(listed(" 300, 301 ,,")).toEqual(["300", "301"]);
  expect(listed(null)).toEqual([]);
});
