import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AssignInput,
  CommentInput,
  FileInput,
  IssueInput,
  LabelInput,
  MergeInput,
  SearchInput,
} from "./input.ts";
import { mergeState } from "./pulls.ts";
import { type File, Pull } from "./records.ts";
import { type Standing, standing } from "./site.ts";
import { patchOf, said, stateOf } from "./words.ts";

describe("where a conversation stands", () => {
  test.each<[string, Standing | null]>([
    ["github:5/9#7", { by: 5, repository: 9, number: 7 }],
    ["github:token/9#7", { by: undefined, repository: 9, number: 7 }],
    ["github:5/9#7:r12", { by: 5, repository: 9, number: 7 }],
    ["github:5/9d7", { by: 5, repository: 9, number: null }],
    ["github:5/9d7:12", { by: 5, repository: 9, number: null }],
    ["telegram:5/9#7", null],
    ["github:app/9#7", null],
    ["github:5/9#7/../8", null],
    ["github:5/acme#7", null],
  ])("%s", (name, expected) => {
    expect(standing(name)).toEqual(expected);
  });
});

describe("what tools take", () => {
  const repository = fc.option(fc.constantFrom("acme/site", "a_b/c.d", "A-1/.github"), {
    nil: undefined,
  });
  const number = fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: undefined });
  const words = fc.string({ minLength: 1, maxLength: 40, unit: "binary" });
  const names = fc.option(fc.array(fc.constantFrom("bug", "ä b", "x"), { maxLength: 3 }), {
    nil: undefined,
  });
  const all = [
    [CommentInput, fc.record({ repository, number, text: words })],
    [IssueInput, fc.record({ repository, title: words, body: words, labels: names })],
    [LabelInput, fc.record({ repository, number, add: names, remove: names })],
    [MergeInput, fc.record({ repository, number, method: fc.constantFrom(undefined, "squash") })],
    [FileInput, fc.record({ repository, path: words })],
  ] as const;

  test("stays as it is when it is parsed once more: what was approved is what is run", () => {
    for (const [schema, inputs] of all) {
      fc.assert(
        fc.property(inputs, (input) => {
          const once = schema.parse(input);
          expect(schema.parse(JSON.parse(JSON.stringify(once)))).toEqual(
            JSON.parse(JSON.stringify(once)),
          );
        }),
        { numRuns: 50 },
      );
    }
  });

  test.each<[string, { safeParse(input: unknown): { success: boolean } }, object]>([
    ["a repository that leads elsewhere", CommentInput, { repository: "a/..", text: "x" }],
    ["a repository with a path", CommentInput, { repository: "a/b/c", text: "x" }],
    ["a label that is a path", LabelInput, { remove: [".."] }],
    ["a login that is a path", AssignInput, { add: ["../x"] }],
    ["a number that is none", CommentInput, { number: 0, text: "x" }],
    ["nothing to say", CommentInput, { text: "" }],
    ["a way to merge that GitHub does not know", MergeInput, { method: "octopus" }],
    ["a reference that is a path", FileInput, { path: "x", ref: ".." }],
    ["no words", SearchInput, { query: "" }],
  ])("not %s", (_name, schema, input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });
});

const pull = (more: object = {}) =>
  Pull.parse({
    ...{ number: 7, title: "x", state: "open", user: null, labels: [], html_url: "https://x" },
    ...{ created_at: "", head: { ref: "f", sha: "abc" }, base: { ref: "main", sha: "def" } },
    ...more,
  });

test.each<[string, object]>([
  ["open abc main", {}],
  ["draft abc main", { draft: true }],
  ["closed abc main", { state: "closed" }],
  ["merged abc main", { state: "closed", merged: true }],
  ["merged abc main", { state: "closed", merged_at: "2026-11-21T10:00:00Z" }],
  ["open abc stable", { base: { ref: "stable", sha: "def" } }],
  ["open abd main", { head: { ref: "f", sha: "abd" } }],
])("a merge depends on the state, the head and where it goes: %s", (state, more) => {
  expect(mergeState(pull(more))).toBe(state);
  expect(state.startsWith(stateOf(pull(more)))).toBe(true);
});

test("a long file is cut, and says so; a whole one is not", () => {
  const file = (patch: string): File => ({
    ...{ filename: "a", status: "modified", additions: 1, deletions: 0, patch },
  });
  expect(patchOf(file("x".repeat(8_000)))).not.toContain("cut");
  expect(patchOf(file("x".repeat(8_001)))).toMatch(/\n\(cut: 1 characters more\)$/);
  // Not in the middle of a character.
  expect(patchOf(file(`${"x".repeat(7_999)}😀`)).isWellFormed()).toBe(true);
});

test("a comment of ours is told without its mark, one without words as such", () => {
  expect(said({ id: 1, login: "bot" }, "then", "So.\n\n<!-- trunkline:a:0 -->")).toBe(
    "--- bot, then ---\nSo.",
  );
  expect(said(null, "then", null)).toBe("--- somebody, then ---\n(no text)");
});
