import { expect, test } from "vitest";
import { tick } from "./task-list.ts";

const TEXT = "Choose:\n\n```\n- [ ] not me\n```\n- [ ] one\n  * [x] two\n1. [ ] three";

test.each([
  [0, "- [x] one"],
  [1, "  * [ ] two"],
  [2, "1. [x] three"],
  ["thr", "1. [x] three"],
])("box %s", (which, line) => {
  const after = tick(TEXT, which);
  expect(after.split("\n")).toContain(line);
  expect(tick(after, which)).toBe(TEXT);
});

test.each([[3], ["not me"]])("there is no box %s", (which) => {
  expect(() => tick(TEXT, which)).toThrow("there is no box");
});
