import { describe, expect, test } from "vitest";
import { split } from "../markdown/split.ts";
import { gitHubMarkdown, literally } from "./gfm.ts";

/** What breaks a name is drawn here, so that it can be seen. */
const write = (markdown: string) => gitHubMarkdown.render(markdown).text.replaceAll("\u200B", "·");
const narrow = (most: number) => ({
  ...gitHubMarkdown,
  fits: ({ text }: { text: string }) => text.length <= most,
});

describe("Markdown stays Markdown", () => {
  test.each<[string, string]>([
    ["# Hi\n\nthere", "# Hi\n\nthere"],
    ["**a** _b_ ~~c~~ `d`", "**a** *b* ~~c~~ `d`"],
    ["one\ntwo", "one\ntwo"],
    ["- a\n- b\n  - [ ] c\n  - [x] d", "- a\n- b\n  - [ ] c\n  - [x] d"],
    ["3. a\n4. b", "3. a\n4. b"],
    ["> a\n>\n> b", "> a\n>\n> b"],
    ["```ts\nlet a;\n```", "```ts\nlet a;\n```"],
    ["````\n```\n````", "````\n```\n````"],
    ["| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b |\n| - | :-: |\n| 1 | 2 |"],
    ["[a](https://example.com)", "[a](https://example.com)"],
    ["![a](https://example.com/a.png)", "![a](https://example.com/a.png)"],
    ["a[^x]\n\n[^x]: note", "a[^1]\n\n[^1]: note"],
    ["---", "---"],
    ["snake_case, 2*3*4, a < b && c", "snake_case, 2*3*4, a < b && c"],
  ])("%j", (markdown, expected) => {
    expect(write(markdown)).toBe(expected);
  });
});

describe("nobody is pinged and nothing is referred to", () => {
  test.each<[string, string]>([
    ["@user and @org/team", "@·user and @·org/team"],
    ["(@user) **@user** @user's", "(@·user) **@·user** @·user's"],
    ["&#64;user &commat;user \\@user", "@·user @·user @·user"],
    ["#12 owner/repo#3 GH-4 gh-5", "\\#·12 owner/repo#·3 GH-·4 gh-·5"],
    ["Fixes #1, closes: acme/shop#2", "Fixes #·1, closes: acme/shop#·2"],
    [
      "Fixes https://github.com/acme/shop/issues/1",
      "F·ixes <https://github.com/acme/shop/issues/1>",
    ],
    [
      "resolved [it](https://github.com/a/b/pull/1)",
      "r·esolved [it](https://github.com/a/b/pull/1)",
    ],
    ["fixes [it](https://example.com)", "fixes [it](https://example.com)"],
    ["| @user |\n|---|\n| #1 |", "| @·user |\n| - |\n| #·1 |"],
    ["[@user](https://example.com)", "[@·user](https://example.com)"],
    ["<kbd>@user</kbd>", "<kbd>@·user</kbd>"],
    [
      "<details>\n<summary>@user &#64;a #1</summary>\n</details>",
      "<details>\n<summary>@·user &amp;#·64;a #·1</summary>\n</details>",
    ],
    ["a@b.c pkg@1.2 # 1 #a", "<a@b.c> pkg\\@1.2 # 1 #a"],
    ["https://example.com/@user#1", "<https://example.com/@user#1>"],
    ["`@user #1` stays", "`@user #1` stays"],
    ["```\n@user Fixes #1\n```", "```\n@user Fixes #1\n```"],
  ])("%j", (markdown, expected) => {
    expect(write(markdown)).toBe(expected);
  });
});

describe("HTML", () => {
  test.each<[string, string]>([
    ["a<br>b<br/>c", "a<br>b<br/>c"],
    [
      "H<sub>2</sub>O x<sup>2</sup> <kbd>Ctrl</kbd>",
      "H<sub>2</sub>O x<sup>2</sup> <kbd>Ctrl</kbd>",
    ],
    [
      "<details open>\n<summary>a</summary>\n\n**b**\n\n</details>",
      "<details open>\n<summary>a</summary>\n\n**b**\n\n</details>",
    ],
    ["a <b>b</b> c", "a \\<b>b\\</b> c"],
    ["<script>alert(1)</script>", "\\<script>alert(1)\\</script>"],
    ["<div>\n# a\n</div>", "\\<div>\n\\# a\n\\</div>"],
    ['<kbd onclick="x">a</kbd>', '\\<kbd onclick="x">a</kbd>'],
    ["<img src=x>", "\\<img src=x>"],
    ["<!-- hidden -->", "\\<!-- hidden -->"],
    ["a <!-- trunkline:k -->", "a \\<!-- trunkline:k -->"],
    ["<!--\n\nhidden\n\n-->\n\na", "\\<!--\n\nhidden\n\n\\-->\n\na"],
    [
      "<details>\n<summary>a</summary>\n<b>x</b> <!-- y -->\n</details>",
      "<details>\n<summary>a</summary>\n&lt;b>x&lt;/b> &lt;!-- y -->\n</details>",
    ],
  ])("%j", (markdown, expected) => {
    expect(write(markdown)).toBe(expected);
  });

  test("what is folded away is unfolded before what we write below it", () => {
    expect(write("<details>\n<summary>a</summary>\n\nb")).toBe(
      "<details>\n<summary>a</summary>\n\nb\n\n</details>",
    );
  });
});

describe("parts", () => {
  const texts = (markdown: string, most: number) =>
    split(markdown, narrow(most)).map(({ text }) => text);

  test("a fence is closed and opened again", () => {
    expect(texts("```ts\none\ntwo\nthree\n```", 20)).toEqual([
      "```ts\none\ntwo\n```",
      "```ts\nthree\n```",
    ]);
  });

  test("an item that goes on has no second bullet; numbers go on", () => {
    expect(texts("1. aaaa bbbb cccc dddd\n2. e", 16)).toEqual([
      "1. aaaa bbbb",
      "cccc dddd\n\n2. e",
    ]);
  });

  test("a footnote whose text stands in another part is spelled", () => {
    expect(texts(`a[^1] ${"b ".repeat(20)}\n\n[^1]: note`, 50)).toEqual([
      expect.stringMatching(/^a\\\[1\] b/),
      "\\[1] note",
    ]);
  });

  test("a table repeats its header, or has an empty one", () => {
    const [first, second] = texts(`| head |\n|---|\n| ${"a".repeat(30)} |\n| b |`, 50);
    expect(first).toMatch(/^\| head \|/);
    expect(second).toBe("| head |\n| - |\n| b |");
    const [, rest] = texts(`| ${"h".repeat(60)} |\n|---|\n| a |`, 72);
    expect(rest).toBe("| |\n| - |\n| a |");
  });

  test("a comment has room for what we hide, in characters and in bytes", () => {
    const fits = (text: string) => gitHubMarkdown.fits({ text, plain: text, format: "markup" });
    expect(fits("x".repeat(64_500))).toBe(true);
    expect(fits("x".repeat(64_501))).toBe(false);
    expect(fits("😀".repeat(64_500))).toBe(true);
    expect(
      gitHubMarkdown.fits({ text: "*".repeat(40_000), plain: "*".repeat(40_000), format: "plain" }),
    ).toBe(false);
  });
});

test("a plain text is shown as it is", () => {
  expect(literally("/stop ends *it*\n\n# no heading\n- no list")).toBe(
    "/stop ends \\*it\\*\n\n\\# no heading\n\\- no list",
  );
});
