import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressed, namesSomebody } from "./address.ts";

const NAME = "trunkline-dev";

describe("a mention is for us, and its text goes on without our name", () => {
  test.each<[string, string]>([
    ["@trunkline-dev do x", "do x"],
    ["@Trunkline-DEV do x", "do x"],
    ["@trunkline-dev[bot] do x", "do x"],
    ["@trunkline-dev, do x", "do x"],
    ["@trunkline-dev: do x", "do x"],
    ["@trunkline-dev", ""],
    ["hey @trunkline-dev, do x", "hey, do x"],
    ["do x @trunkline-dev", "do x"],
    ["do (@trunkline-dev) x", "do () x"],
    ["do x.@trunkline-dev!", "do x.!"],
    ["ask @trunkline-dev and @trunkline-dev[bot] twice", "ask and twice"],
    ["one\n\n@trunkline-dev two\nthree", "one\n\ntwo\nthree"],
    ["- @trunkline-dev do x", "- do x"],
    ["> somebody said\n\n@trunkline-dev is that so?", "> somebody said\n\nis that so?"],
    ["**@trunkline-dev** do x", "**** do x"],
    ["# @trunkline-dev", "#"],
    ["| a |\n|---|\n| @trunkline-dev |", "| a |\n|---|\n| |"],
    ["<b>@trunkline-dev</b> x", "<b></b> x"],
    ["<details>\n\n@trunkline-dev x\n\n</details>", "<details>\n\nx\n\n</details>"],
    ["\\@trunkline-dev x", "\\ x"],
    ["x < y, @trunkline-dev <!-- hidden -->", "x < y, <!-- hidden -->"],
    ["see `@trunkline-dev` @trunkline-dev", "see `@trunkline-dev`"],
    ["```\n@trunkline-dev\n```\n@trunkline-dev x", "```\n@trunkline-dev\n```\nx"],
    ["@trunkline-dev /approve ABCD2345", "/approve ABCD2345"],
    ["@trunkline-dev's answer", "'s answer"],
    ["cc @trunkline-dev/nobody @trunkline-dev", "cc @trunkline-dev/nobody"],
  ])("%j", (text, rest) => {
    expect(addressed(text, NAME)).toBe(rest);
  });
});

describe("no mention", () => {
  test.each<[string, string]>([
    ["nobody", "do x"],
    ["somebody else", "@somebody do x"],
    ["a longer name", "@trunkline-dev-two do x"],
    ["a longer name with a low line", "@trunkline-dev_two do x"],
    ["a part of a name", "@trunkline do x"],
    ["a mail address", "write to me@trunkline-dev now"],
    ["a path", "see packages/@trunkline-dev/core"],
    ["after a hyphen", "x-@trunkline-dev"],
    ["a team", "@trunkline-dev/team do x"],
    ["a code span", "see `@trunkline-dev do x`"],
    ["a code span over two lines", "see ``a\n@trunkline-dev` x`` there"],
    ["a fence", "```\n@trunkline-dev do x\n```"],
    ["a fence of tildes", "~~~text\n@trunkline-dev do x\n~~~"],
    ["a fence that nobody closes", "so:\n```\n@trunkline-dev do x"],
    ["a fence in a list", "- a\n  ```\n  @trunkline-dev\n  ```"],
    ["indented code", "so:\n\n    @trunkline-dev do x"],
    ["a quote", "> @trunkline-dev do x\n\nno"],
    ["a lazy quote", "> so\n@trunkline-dev do x"],
    ["a quote in a list", "- a\n\n  > @trunkline-dev do x"],
    ["a reply by mail", "thanks\n\nOn Monday bo wrote:\n\n> @trunkline-dev do x\n> please"],
    ["a comment", "<!-- @trunkline-dev do x -->"],
    ["a comment over paragraphs", "<!--\n\n@trunkline-dev do x\n\n-->\n\nno"],
    ["a comment in a line", "x <!-- @trunkline-dev --> y"],
    ["the address of a link", "[x](https://example.com/?q=@trunkline-dev)"],
    ["a link that is its address", "https://example.com/@trunkline-dev/post"],
    ["the words of a link", "[@trunkline-dev](https://example.com)"],
    ["the words under a picture", "![@trunkline-dev](https://example.com/a.png)"],
    ["an attribute", '<img alt="@trunkline-dev">'],
    ["a decision in the middle", "no\n/approve ABCD2345"],
    ["a decision without a code", "/approve"],
    ["another command", "/stop"],
    ["a link of another bot", "/link #7"],
    ["a link of another bot to a page", "/link https://example.com"],
    ["a link in the middle", "no\n/link ABCD2345"],
    ["a longer command", "/linked ABCD2345"],
    ["a command with other words", "/approvals of last week?"],
    ["an end with other words", "/unlink #7"],
    ["nothing", ""],
  ])("%s", (_name, text) => {
    expect(addressed(text, NAME)).toBeNull();
  });
});

test.each([
  ["/approve ABCD2345", "/approve ABCD2345"],
  ["  /Reject abcd2345 because", "/Reject abcd2345 because"],
  ["/link", "/link"],
  ["/link ABCD2345", "/link ABCD2345"],
  ["/Link abcd-2345 yes\n\nsent by mail", "/Link abcd-2345 yes\n\nsent by mail"],
  [" /unlink ", "/unlink"],
  ["/approvals", "/approvals"],
])("a command about approvals needs no mention: %j", (text, expected) => {
  expect(addressed(text, NAME)).toBe(expected);
  expect(addressed(text, undefined)).toBe(expected);
});

test("a pasted log that no parser should read still asks", () => {
  const log = Array.from({ length: 200 }, (_, i) => `[${i}] <a> *b* _c_ \`d\``).join("\n");
  expect(addressed(`@trunkline-dev what is this?\n\n${log}`, NAME)).toBe(`what is this?\n\n${log}`);
  expect(addressed(`@trunkline-dev what is this?\n${log}`, NAME)).toBe(`what is this?\n${log}`);
  expect(addressed(`\`@trunkline-dev\`\n> @trunkline-dev\n${log}`, NAME)).toBeNull();
});

test.each<[string, boolean]>([
  ["@a", true],
  ["so @a", true],
  ["a@b", false],
  ["/@a", false],
  ["@ a", false],
])("whether a name is needed to tell: %j", (text, expected) => {
  expect(namesSomebody(text)).toBe(expected);
});

test("anything at all is read without an error, and what is cut out is only our name", () => {
  const piece = fc.oneof(
    fc.constantFrom("@trunkline-dev", "@trunkline-dev[bot]", "`", "```", "> ", "<!--", "-->", "\n"),
    fc.constantFrom("\n\n", "    ", "- ", "[", "](", ")", "<a>", "\\", "*", "|", "x", " ", "@"),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const rest = addressed(text, NAME);
      if (rest === null) return;
      const bare = (one: string) => one.replace(/@trunkline-dev|\[bot\]|[\s,:;]/gi, "");
      expect(bare(rest)).toBe(bare(text));
      expect(rest.length).toBeLessThan(text.length);
    }),
    { numRuns: 1000 },
  );
});
