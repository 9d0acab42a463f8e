import { describe, expect, test } from "vitest";
import { plainDialect } from "./markdown/dialect.ts";
import { plainTwin } from "./rendered.ts";

const dialect = plainDialect({ codePoints: 4096, bytes: 32_768 });
const fits = (text: string) => dialect.fits({ text, plain: text, format: "plain" });

describe("limits of a plain dialect", () => {
  test.each<[string, string, boolean]>([
    ["4096 letters", "a".repeat(4096), true],
    ["4097 letters", "a".repeat(4097), false],
    ["4096 astral characters are 8192 code units and fit", "😀".repeat(4096), true],
    ["4097 astral characters", "😀".repeat(4097), false],
    ["4095 letters and one astral character", `${"a".repeat(4095)}😀`, true],
    ["4096 letters and one astral character", `${"a".repeat(4096)}😀`, false],
    ["4096 of three bytes", "世".repeat(4096), true],
    ["nothing", "", true],
  ])("%s", (_name, text, expected) => {
    expect(fits(text)).toBe(expected);
  });

  test.each<[string, number, boolean]>([
    ["ASCII", 30, true],
    ["ASCII, one too many", 31, false],
  ])("bytes count too: %s", (_name, count, expected) => {
    const narrow = plainDialect({ codePoints: 1000, bytes: 30 });
    expect(narrow.fits(narrow.render("a".repeat(count)))).toBe(expected);
  });

  test.each<[string, number, boolean]>([
    ["ten of three bytes", 10, true],
    ["eleven of three bytes", 11, false],
  ])("bytes count too: %s", (_name, count, expected) => {
    const narrow = plainDialect({ codePoints: 1000, bytes: 30 });
    expect(narrow.fits(narrow.render("世".repeat(count)))).toBe(expected);
  });
});

test("white space around a text does not count, and lone surrogates are replaced", () => {
  expect(dialect.render(`\n ${"a".repeat(4096)} \n`).text).toHaveLength(4096);
  expect(dialect.render("a\uD83D b").text).toBe("a\uFFFD b");
});

test("the plain twin is plain in both", () => {
  expect(plainTwin({ text: "<b>x</b>", plain: "x", format: "markup" })).toEqual({
    text: "x",
    plain: "x",
    format: "plain",
  });
});
