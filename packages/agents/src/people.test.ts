import { expect, test } from "vitest";
import { isAllowed } from "./people.ts";

test.each<[string, string | null | undefined, string, boolean]>([
  ["unset: nobody", undefined, "7", false],
  ["unset, as workerd says it: nobody", null, "7", false],
  ["empty: nobody", "", "7", false],
  ["listed", "7", "7", true],
  ["listed among others, with spaces", " 5 , 7,9 ", "7", true],
  ["not listed", "5,9", "7", false],
  ["part of another id", "77,17", "7", false],
  ["longer than a listed id", "7", "77", false],
  ["open to everybody", "*", "7", true],
  ["open among ids", "5, *", "7", true],
  ["a star inside an id opens nothing", "7*", "7", false],
  ["only commas", ",,", "7", false],
])("%s", (_name, list, user, expected) => {
  expect(isAllowed(list, user)).toBe(expected);
});

test("an empty id is nobody, also in an empty list", () => {
  expect(isAllowed("", "")).toBe(false);
  expect(isAllowed("5,", "")).toBe(false);
});
