import { expect, test } from "vitest";
import { lowest, reaches, trustOf } from "./trust.ts";

test.each([
  [["owner"], "owner"],
  [["owner", "member"], "member"],
  [["member", "owner"], "member"],
  [["owner", "untrusted", "member"], "untrusted"],
  [["untrusted", "untrusted"], "untrusted"],
] as const)("the lowest of %j is %s", ([first, ...others], expected) => {
  expect(lowest(first, ...others)).toBe(expected);
});

test.each([
  ["owner", "owner", true],
  ["owner", "member", true],
  ["owner", "untrusted", true],
  ["member", "owner", false],
  ["member", "member", true],
  ["member", "untrusted", true],
  ["untrusted", "owner", false],
  ["untrusted", "member", false],
  ["untrusted", "untrusted", true],
] as const)("%s reaches %s: %s", (label, needed, expected) => {
  expect(reaches(label, needed)).toBe(expected);
});

test.each([
  [true, true, "owner"],
  [true, false, "owner"],
  [false, true, "member"],
  [false, false, "untrusted"],
] as const)("owner %s, may ask %s: %s", (owner, mayAsk, expected) => {
  expect(trustOf({ owner, mayAsk })).toBe(expected);
});
