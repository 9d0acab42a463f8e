import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AssignInput,
  AtTask,
  CommentInput,
  CompleteInput,
  DueInput,
  SearchInput,
  SubtaskInput,
} from "./input.ts";
import { Item } from "./records.ts";
import { aboutTask, line, oneLine } from "./words.ts";

describe("what tools take", () => {
  const task = fc.option(fc.stringMatching(/^[1-9]\d{0,15}$/), { nil: undefined });
  const words = fc.stringMatching(/^\S.{0,30}$/);
  const person = fc.option(words, { nil: null });
  const day = fc.constantFrom(null, "2026-12-24", "2024-02-29");
  const all = [
    [CommentInput, fc.record({ task, text: words })],
    [CompleteInput, fc.record({ task, completed: fc.constantFrom(undefined, true, false) })],
    [AssignInput, fc.record({ task, assignee: person })],
    [DueInput, fc.record({ task, due_on: day })],
    [SubtaskInput, fc.record({ task, name: words, notes: words, assignee: person, due_on: day })],
  ] as const;

  test("stays as it is when it is parsed once more: what was approved is what is run", () => {
    for (const [schema, inputs] of all) {
      fc.assert(
        fc.property(inputs, (input) => {
          const once: unknown = JSON.parse(JSON.stringify(schema.parse(input)));
          expect(JSON.parse(JSON.stringify(schema.parse(once)))).toEqual(once);
        }),
        { numRuns: 50 },
      );
    }
  });

  test.each<[string, { safeParse(input: unknown): { success: boolean } }, object]>([
    ["a gid that is a path", AtTask, { task: "1/../2" }],
    ["a gid that is a number", AtTask, { task: 12 }],
    ["nothing to say", CommentInput, { text: "" }],
    ["only blanks", SearchInput, { text: "  " }],
    ["a day that is none", DueInput, { due_on: "2026-13-01" }],
    ["a day in words", DueInput, { due_on: "tomorrow" }],
    ["no word about whom", AssignInput, {}],
    ["a subtask without a name", SubtaskInput, { notes: "x" }],
  ])("not %s", (_name, schema, input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });
});

describe("a task in words", () => {
  const item = (more: object = {}) => Item.parse({ gid: "12", name: "Buy milk", ...more });

  test.each<[string, object]>([
    ["Buy milk (open; task 12)", {}],
    ["(no name) (open; task 12)", { name: "" }],
    ["Buy milk (completed; task 12)", { completed: true }],
    [
      "Buy milk (open, assigned to Ann, due 2026-12-24; task 12)",
      { assignee: { gid: "5", name: "Ann" }, due_on: "2026-12-24" },
    ],
    ["Buy milk (open, assigned to somebody; task 12)", { assignee: { gid: "5", name: null } }],
  ])("%s", (words, more) => {
    expect(line(item(more))).toBe(words);
  });

  test("with all that stands in it", () => {
    const whole = item({
      parent: { gid: "11", name: "Shop" },
      projects: [{ gid: "31", name: "House" }],
      created_by: { gid: "5", name: "Ann" },
      created_at: "2026-11-21",
      notes: " two litres ",
    });
    expect(aboutTask(whole)).toBe(
      [
        "Buy milk (open; task 12)",
        "part of: Shop (task 11)",
        "in: House (project 31)",
        "by Ann, 2026-11-21",
        "\ntwo litres",
      ].join("\n"),
    );
  });
});

test("a name is one line, whatever it was made of", () => {
  expect(oneLine(" a\n\u2028 b\u0007\tc ")).toBe("a b c");
});
