import { expect, test } from "vitest";
import { countChanges, placeInPatch } from "./patch.ts";

const PATCH = [
  "@@ -1,3 +1,4 @@",
  " one",
  "-two",
  "+2",
  "+two and a half",
  " three",
  "@@ -10,2 +11,2 @@ function later() {",
  "-ten",
  "+10",
  " eleven",
].join("\n");

test.each([
  [1, "RIGHT", 1, 2],
  [2, "RIGHT", 3, 4],
  [4, "RIGHT", 5, 6],
  [11, "RIGHT", 8, 3],
  [12, "RIGHT", 9, 4],
  [2, "LEFT", 2, 3],
  [3, "LEFT", 5, 6],
  [10, "LEFT", 7, 2],
] as const)("line %i on the %s is at position %i", (line, side, position, lines) => {
  const place = placeInPatch(PATCH, line, side);
  expect(place?.position).toBe(position);
  expect(place?.hunk.split("\n")).toHaveLength(lines);
  expect(place?.hunk).toMatch(/^@@ /);
});

test.each([
  [5, "RIGHT"],
  [4, "LEFT"],
  [13, "RIGHT"],
] as const)("line %i on the %s is not part of it", (line, side) => {
  expect(placeInPatch(PATCH, line, side)).toBeNull();
});

test("headers are no changes", () => {
  expect(countChanges(PATCH)).toEqual({ additions: 3, deletions: 2 });
});
