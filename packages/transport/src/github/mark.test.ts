import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataOf, hasMark, isMarked, mark, token, withoutMark } from "./mark.ts";

describe("our mark", () => {
  test.each<[string, string, boolean]>([
    ["at the end", `Because.\n\n${mark("k")}`, true],
    ["alone", mark("k"), true],
    ["before white space, as an editor may leave it", `Because.\r\n\r\n${mark("k")}\r\n `, true],
    ["in the middle", `${mark("k")}\n\nBecause.`, false],
    ["in a line of words", `Because. ${mark("k")}`, false],
    ["as the word of a model, which is escaped", `Because.\n\n\\${mark("k")}`, false],
    ["in code", `\`\`\`\n${mark("k")}\n\`\`\``, false],
    ["in a quote", `> ${mark("k")}`, false],
    ["another comment", "Because.\n\n<!-- hidden -->", false],
    ["nothing", "", false],
  ])("%s", (_name, body, expected) => {
    expect(isMarked(body)).toBe(expected);
    expect(hasMark(body, "k")).toBe(expected);
    if (!expected) expect(withoutMark(body)).toBe(body);
  });

  test("is taken off", () => {
    expect(withoutMark(`Because.\n\n${mark("k")}\n`)).toBe("Because.");
  });

  test("a hundred thousand empty lines are read at once", () => {
    expect(isMarked(`${"\n".repeat(100_000)}x`)).toBe(false);
  });
});

test("any key and any data come back, and never end their comment", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("-", "--", "-->", "a->b", "x-"),
  );
  fc.assert(
    fc.property(text, text, (one, two) => {
      const key = one.toWellFormed();
      expect(hasMark(`x\n\n${mark(key)}`, key)).toBe(true);
      if (two !== one) expect(hasMark(mark(key), two.toWellFormed())).toBe(false);
      for (const hidden of [mark(key), token(key)]) {
        expect(hidden.slice(4, -3)).not.toMatch(/--|^>|^->|-$/);
      }
      if (key !== "") expect(dataOf(token(key))).toBe(key);
    }),
  );
});

test.each(["<!-- x -->", "<!-- trunkline-action:%E0%A4%A -->", "", token("a").slice(1)])(
  "no data in %j",
  (comment) => {
    expect(dataOf(comment)).toBeNull();
  },
);
