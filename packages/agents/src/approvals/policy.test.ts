import { expect, test } from "vitest";
import { isListed, mayDecide } from "./policy.ts";

test.each<[string, string | null, string | null, string, boolean, boolean]>([
  ["everybody who is answered", "1,2", null, "2", false, true],
  ["a stranger", "1,2", null, "3", false, false],
  ["nobody is answered", null, null, "1", false, false],
  ["an approver", "*", "1, p:2", "2", false, true],
  ["an approver by a plain id", "*", "1, p:2", "1", false, true],
  ["the same id of another platform", "*", "q:2", "2", false, false],
  ["one who may ask and not decide", "*", "1", "2", false, false],
  ["an approver who is not answered here", "2", "1", "1", false, false],
  ["an empty list is none", "*", " , ", "2", false, true],
  ["anybody, said so", "*", "*", "2", false, true],
  ["a bot", "*", "*", "2", true, false],
  ["nobody", "*", "*", "", false, false],
])("%s", (_name, people, approvers, userId, bot, expected) => {
  expect(mayDecide({ platform: "p", people, approvers }, userId, bot)).toBe(expected);
});

test.each([
  [null, false],
  ["*", false],
  ["1", true],
])("%s names some people only: %s", (approvers, expected) => {
  expect(isListed({ approvers })).toBe(expected);
});
