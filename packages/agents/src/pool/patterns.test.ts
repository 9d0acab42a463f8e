import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchPattern } from "./patterns.ts";
import { routeOf } from "./rules.ts";

describe("whole messages whose kind is beyond doubt", () => {
  test.each([
    ["Hi"],
    ["hello!"],
    ["Good afternoon"],
    ["  good   morning, everyone :) "],
    ["Hallo 👋"],
    ["Olá"],
    ["Thanks!"],
    ["Thank you so much"],
    ["vielen Dank."],
  ])("%j is small talk, with and without an open approval", (text) => {
    for (const open of [false, true]) {
      const match = matchPattern(text, open);
      expect(match && routeOf(match)).toBe("simple");
    }
  });

  test.each([["yes"], ["No"], ["ok!"], ["Approve"], ["reject."], ["n"], ["cancel"]])(
    "%j counts only while an approval is open",
    (text) => {
      expect(matchPattern(text, false)).toBeNull();
      const match = matchPattern(text, true);
      expect(match && routeOf(match)).toBe("hitl");
    },
  );
});

describe("what it leaves to the model", () => {
  test.each([
    ["Delete all logs?"],
    ["Hi, delete all logs"],
    ["good afternoon, can you merge it now?"],
    ["no, not like this"],
    ["yes but first run the tests"],
    ["Is it ok?"],
    ["cancel my subscription"],
    ["Thanks, and now deploy"],
    ["hi hello"],
    ["nothing"],
    ["not now"],
    ["okay then"],
    ["hither"],
    ["?"],
    ["👍"],
    [""],
  ])("%j", (text) => {
    expect(matchPattern(text, false)).toBeNull();
    expect(matchPattern(text, true)).toBeNull();
  });

  test("any match stops being one when a word is added", () => {
    const short = fc.constantFrom("hi", "good afternoon", "thanks", "yes", "no", "ok");
    const word = fc.constantFrom("delete", "logs", "please", "because", "merge");
    fc.assert(
      fc.property(short, word, fc.boolean(), fc.boolean(), (text, more, before, open) => {
        const longer = before ? `${more} ${text}` : `${text} ${more}`;
        expect(matchPattern(longer, open)).toBeNull();
      }),
    );
  });
});
