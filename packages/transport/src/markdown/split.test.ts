import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainDialect } from "./dialect.ts";
import { split } from "./split.ts";

const plain = (codePoints: number, bytes = codePoints * 4) => plainDialect({ codePoints, bytes });
const texts = (markdown: string, codePoints: number) =>
  split(markdown, plain(codePoints)).map(({ text }) => text);
const bare = (text: string) => text.replace(/\s+/g, "");
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const graphemes = (text: string) =>
  [...segmenter.segment(text)].map(({ segment }) => segment).filter((one) => one.trim() !== "");

/** Whole graphemes, up to 11 code units each. */
const glyph = fc.constantFrom(
  ...[
    "a",
    "Z",
    "0",
    "ß",
    "世",
    "界",
    "।",
    "é",
    "e\u0301",
    "각",
    "😀",
    "👍🏽",
    "🇩🇪",
    "❤️",
    "👨‍👩‍👧‍👦",
    "🏴‍☠️",
    "-",
    "#",
  ],
);
const word = fc.array(glyph, { minLength: 1, maxLength: 12 }).map((all) => all.join(""));
const longWord = fc.array(glyph, { minLength: 40, maxLength: 120 }).map((all) => all.join(""));
const gap = fc.constantFrom(
  " ",
  " ",
  " ",
  "  ",
  ". ",
  "! ",
  "? ",
  "。",
  "\n",
  "\r\n",
  "\n\n",
  "\r\n\r\n",
  "\n\n\n",
);
const prose = fc
  .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: word }, longWord), gap), { maxLength: 60 })
  .map((all) => all.flat().join(""));
/** At least as long as the longest grapheme, so that every part can fit. */
const limit = fc.oneof(fc.integer({ min: 11, max: 60 }), fc.integer({ min: 60, max: 500 }));

describe("any prose, any limit", () => {
  test("every part fits, is not blank and is well formed", () => {
    fc.assert(
      fc.property(prose, limit, (markdown, most) => {
        const dialect = plain(most);
        for (const part of split(markdown, dialect)) {
          expect(dialect.fits(part)).toBe(true);
          expect(part.plain.trim()).not.toBe("");
          expect(part.text.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  test("nothing is lost but white space, the order is kept, no grapheme is cut", () => {
    fc.assert(
      fc.property(prose, limit, (markdown, most) => {
        const parts = texts(markdown, most);
        expect(parts.flatMap(graphemes)).toEqual(graphemes(markdown));
      }),
    );
  });

  test("a limit in bytes holds as well", () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 28, max: 200 }), (markdown, bytes) => {
        const dialect = plain(10_000, bytes);
        const parts = split(markdown, dialect);
        expect(parts.every((part) => dialect.fits(part))).toBe(true);
        expect(bare(parts.map(({ text }) => text).join(""))).toBe(bare(markdown));
      }),
    );
  });

  test("what fits stays whole; blank text has no part", () => {
    fc.assert(
      fc.property(prose, (markdown) => {
        const whole = markdown.trim();
        expect(texts(markdown, 100_000)).toEqual(whole === "" ? [] : [whole]);
      }),
    );
  });

  test("any code units at all: no lone surrogate comes out and every part fits", () => {
    const units = fc.string({ unit: "binary", maxLength: 300 });
    const broken = fc.array(fc.constantFrom("\uD83D", "\uDE00", "x", " ", "\n"), { maxLength: 80 });
    fc.assert(
      fc.property(
        fc.oneof(
          units,
          broken.map((all) => all.join("")),
        ),
        (markdown) => {
          const dialect = plain(300);
          for (const part of split(markdown.repeat(4), dialect)) {
            expect(part.text.isWellFormed()).toBe(true);
            expect(dialect.fits(part)).toBe(true);
          }
        },
      ),
    );
  });
});

describe("where it cuts", () => {
  test.each<[string, string, number, string[]]>([
    ["between blocks first", "one two\n\nthree four", 14, ["one two", "three four"]],
    ["small blocks share a part", "a\n\nb\n\nccccccccc", 10, ["a\n\nb", "ccccccccc"]],
    ["then between lines", "line one\nline two", 12, ["line one", "line two"]],
    ["then after a sentence", "Yes it is. But no", 14, ["Yes it is.", "But no"]],
    ["then between words", "alpha beta gamma", 12, ["alpha beta", "gamma"]],
    ["one long word: between graphemes", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["families stay whole", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 7, ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]],
    ["CRLF is a line end", "one\r\n\r\ntwo\r\nthree", 9, ["one", "two\nthree"]],
    ["white space only", " \r\n\t\n ", 10, []],
  ])("%s", (_name, markdown, most, expected) => {
    expect(texts(markdown, most)).toEqual(expected);
  });
});

describe("code fences", () => {
  const info = fc.constantFrom("", "js", "c++", "python title=x");
  const mark = fc.constantFrom("```", "````", "~~~");
  const line = fc
    .array(fc.constantFrom("let x = 1;", "世", "👍🏽", "  indented", "foo()"), {
      minLength: 1,
      maxLength: 8,
    })
    .map((all) => all.join(" "));

  test("every part of a block is a fence with its info string, and the code is complete", () => {
    const code = fc.array(line, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        mark,
        info,
        code,
        fc.integer({ min: 40, max: 200 }),
        (fence, name, lines, most) => {
          const dialect = plain(most);
          const parts = split([`${fence}${name}`, ...lines, fence].join("\n"), dialect);
          const bodies = parts.map((part) => {
            expect(dialect.fits(part)).toBe(true);
            const [first, ...rest] = part.text.split("\n");
            // A cut fence is written anew, with the shortest mark that its code allows.
            expect(first).toMatch(/^(`{3,}|~{3,})/);
            expect(first?.replace(/^[`~]+/, "")).toBe(name);
            expect(rest.pop()).toMatch(/^(`{3,}|~{3,})$/);
            return rest.join("");
          });
          expect(bare(bodies.join(""))).toBe(bare(lines.join("")));
        },
      ),
    );
  });

  test.each<[string, string, number, string[]]>([
    ["reopened", "```js\nabc\ndef\n```", 14, ["```js\nabc\n```", "```js\ndef\n```"]],
    ["a blank line does not end one", "```\na\n\nb\n```", 100, ["```\na\n\nb\n```"]],
    [
      "one that is never closed is closed",
      "```\nab\ncd\nef",
      11,
      ["```\nab\n```", "```\ncd\n```", "```\nef\n```"],
    ],
    [
      "a longer fence holds a shorter one",
      "````\n```\nabc\n````",
      14,
      ["````\n```\n````", "```\nabc\n```"],
    ],
    ["prose beside it", "abc\n\n```\ndef\n```\n\nghi", 12, ["abc", "```\ndef\n```", "ghi"]],
  ])("%s", (_name, markdown, most, expected) => {
    expect(texts(markdown, most)).toEqual(expected);
  });
});

describe("a fence", () => {
  const parts = (markdown: string, codePoints: number) =>
    split(markdown, plainDialect({ codePoints, bytes: codePoints * 8 })).map(({ text }) => text);

  test("whose first line fills more than a message is not lost", () => {
    expect(parts("~".repeat(5_000), 4_096).join("")).toHaveLength(5_000);
  });
  test("right after a line of prose is cut as a fence", () => {
    const cut = parts("Run this:\n```js\nlet a = 1;\nlet b = 2;\n```", 30);
    expect(cut).toEqual(["Run this:", "```js\nlet a = 1;\n```", "```js\nlet b = 2;\n```"]);
  });
  test("ends where it ends: prose right after it is prose", () => {
    expect(parts("```js\nlet a = 1;\nlet b = 2;\n```\nThen look.", 30).at(-1)).toBe("Then look.");
  });
  test("is not opened by a code span at the start of a line", () => {
    const cut = parts("```one``` is a word here.\nand a second line follows", 30);
    expect(cut).toEqual(["```one``` is a word here.", "and a second line follows"]);
  });
});
