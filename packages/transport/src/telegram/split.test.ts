import { describe, expect, test } from "vitest";
import { plainDialect, type TreeDialect } from "../markdown/dialect.ts";
import { split } from "../markdown/split.ts";
import { telegramHtml } from "./html.ts";

/** The dialect with short messages. */
const narrow = (most: number): TreeDialect => ({
  ...telegramHtml,
  fits: (rendered) => telegramHtml.fits(rendered) && [...rendered.plain].length <= most,
});
const texts = (markdown: string, most: number) =>
  split(markdown, narrow(most)).map(({ text }) => text);

describe("where it cuts", () => {
  test.each<[string, string, number, string[]]>([
    ["not at all when it fits", "a\n\n**b**", 10, ["a\n\n<b>b</b>"]],
    ["between blocks first", "one two\n\nthree four", 14, ["one two", "three four"]],
    ["small blocks share a part", "a\n\nb\n\nccccccccc", 10, ["a\n\nb", "ccccccccc"]],
    ["then between lines", "line one\nline two", 12, ["line one", "line two"]],
    ["then after a sentence", "Yes it is. But no", 14, ["Yes it is.", "But no"]],
    ["then between words", "alpha beta gamma", 12, ["alpha beta", "gamma"]],
    ["one long word: between graphemes", "abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["families stay whole", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 7, ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]],
    ["a heading goes with its text", "aaaa\n\n# H\n\nbbbbb", 9, ["aaaa", "<b>H</b>\n\nbbbbb"]],
    ["a list between items", "- aaa\n- bbb\n- ccc", 12, ["• aaa\n• bbb", "• ccc"]],
    ["numbers go on", "8. aaa\n9. bbb\n10. ccc", 14, ["8. aaa\n9. bbb", "10. ccc"]],
    ["a long item has one bullet", "- aaa bbb ccc\n- d", 9, ["• aaa bbb", "ccc\n• d"]],
    ["nested items", "- a\n  - bbb\n  - ccc", 12, ["• a\n   • bbb", "• ccc"]],
    [
      "a quote",
      "> aaa\n>\n> bbb",
      6,
      ["<blockquote>aaa</blockquote>", "<blockquote>bbb</blockquote>"],
    ],
    [
      "a table between rows, with its header again",
      "|a|b|\n|-|-|\n|c|d|\n|e|f|",
      18,
      ["<pre>a | b\n--+--\nc | d</pre>", "<pre>a | b\n--+--\ne | f</pre>"],
    ],
    [
      "a fence between lines, with its language again",
      "```js\nlet a;\nlet b;\nlet c;\n```",
      14,
      [
        '<pre><code class="language-js">let a;\nlet b;</code></pre>',
        '<pre><code class="language-js">let c;</code></pre>',
      ],
    ],
    [
      "ticks in a long fence",
      "````\n```\nabc\n```\n````",
      8,
      ["<pre>```\nabc</pre>", "<pre>```</pre>"],
    ],
    ["styles open again", "**aaa *bbb ccc***", 8, ["<b>aaa <i>bbb</i></b>", "<b><i>ccc</i></b>"]],
    [
      "links too",
      "[aaa bbb](https://a.io)",
      18,
      ['<a href="https://a.io">aaa</a>', '<a href="https://a.io">bbb</a>'],
    ],
    [
      "references and footnotes of later parts",
      "aaaa [b][r][^n]\n\ncccc [d][r]\n\n[^n]: note\n\n[r]: https://a.io",
      24,
      ['aaaa <a href="https://a.io">b</a>[1]', 'cccc <a href="https://a.io">d</a>', "[1] note"],
    ],
    ["markup alone is shown as it was typed", "#", 10, ["#"]],
    ["white space", " \n\t", 10, []],
    ["invisible characters", "\u200B\u2800 \uFEFF", 10, []],
  ])("%s", (_name, markdown, most, expected) => {
    expect(texts(markdown, most)).toEqual(expected);
  });
});

describe("the plain dialect shows Markdown as it was written", () => {
  test.each<[string, string, number, string[]]>([
    ["whole", " **a**\r\n\r\n\n* b ", 100, ["**a**\r\n\r\n\n* b"]],
    ["cut", "**a**\r\n\r\n* bbb", 6, ["**a**", "* bbb"]],
    ["fences open again", "```js\nabc\ndef\n```", 14, ["```js\nabc\n```", "```js\ndef\n```"]],
    [
      "a longer fence where it is needed",
      "````\n```\nabc\n````",
      14,
      ["````\n```\n````", "```\nabc\n```"],
    ],
    ["by words", "**aa** _bb_", 7, ["**aa**", "_bb_"]],
  ])("%s", (_name, markdown, codePoints, expected) => {
    const dialect = plainDialect({ codePoints, bytes: 1000 });
    expect(split(markdown, dialect).map(({ text }) => text)).toEqual(expected);
  });
});

const LENGTH = 200_000;
const fill = (text: string) => text.repeat(Math.ceil(LENGTH / text.length));
const INPUTS: [string, string][] = [
  ["prose", fill("A sentence with **bold**, `code` and a [link](https://a.io). It goes on.\n\n")],
  ["code", `\`\`\`ts\n${fill("const answer: number = 42;\n")}\`\`\``],
  ["one word", fill("a")],
  ["backticks", fill("`")],
  ["runs of backticks", Array.from({ length: 600 }, (_, i) => `${"`".repeat(i + 1)}a`).join("")],
  ["stars", fill("*")],
  ["openers", fill("*a")],
  ["closers", fill("a* ")],
  ["mixed openers", fill("**a _b ~~c ")],
  ["brackets", fill("[")],
  ["closing brackets", fill("]")],
  ["link openers", fill("[a](")],
  ["quotes in quotes", fill("> ")],
  ["lists in lists", fill("1. ")],
  ["deep list", Array.from({ length: 400 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
  ["underlines", fill("a\n=\n")],
  ["comments", fill("a <!-- ")],
  ["rows", `a|b\n-|-\n${fill("x\n")}`],
  ["items", fill("- a\n")],
  ["one mark on every line", fill("a *b\n")],
  ["a grapheme without end", `a${fill("\u0301")}`],
  ["a very long address", `[a](https://a.io/${fill("b")})`],
  ["a very wide table", `${"|a".repeat(5000)}\n${"|-".repeat(5000)}\n${"|b".repeat(5000)}`],
];

test.each(INPUTS)("200 KB of %s: every part fits, in bounded time", (_name, markdown) => {
  const start = performance.now();
  const parts = split(markdown, telegramHtml);
  // Far above what it takes; quadratic cost is far above this.
  expect(performance.now() - start).toBeLessThan(8000);
  expect(parts.length).toBeGreaterThan(0);
  expect(parts.every((part) => telegramHtml.fits(part))).toBe(true);
});
