import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inert } from "./commands.ts";

describe("commands become code", () => {
  test.each([
    ["/merge", "`/merge`"],
    ["/approve ABCD1234 now", "`/approve` ABCD1234 now"],
    ["Well.\n/lgtm\r\n/deploy production", "Well.\n`/lgtm`\r\n`/deploy` production"],
    ["  /hold", "  `/hold`"],
    ["> /merge", "> `/merge`"],
    ["- /merge.", "- `/merge`."],
    ["1. /merge", "1. `/merge`"],
    ["**/merge**", "**`/merge`**"],
    ["[/merge](https://example.org)", "[`/merge`](https://example.org)"],
    ["\\/merge", "`/merge`"],
    ["&#47;merge", "`/merge`"],
    ["&#x2F;merge it", "`/merge` it"],
    ["&sol;merge", "`/merge`"],
    ["\u200b/merge", "\u200b`/merge`"],
    ["a\u2028/merge", "a\u2028`/merge`"],
    ["/ask@other_bot x", "`/ask@other_bot` x"],
    ["@dependabot merge", "`@dependabot merge`"],
    ["@dependabot squash and merge, please", "`@dependabot squash and merge`, please"],
    ["@some-app[bot] rebase", "`@some-app[bot] rebase`"],
    ["bors r+", "`bors r+`"],
    ["@bors: r=ann", "`@bors: r=ann`"],
    ["Bors try", "`Bors try`"],
    ["retest this please", "`retest this please`"],
    ["ok to test", "`ok to test`"],
    ["/merge\n/merge", "`/merge`\n`/merge`"],
    ["```\ncode\n```\n/merge", "```\ncode\n```\n`/merge`"],
    // Whether these begin code, only a parser knows: they do not count.
    ["    ```\n/merge", "    ```\n`/merge`"],
    ["> ```\n/merge", "> ```\n`/merge`"],
    ["- ```\n/merge", "- ```\n`/merge`"],
    ["``` a`b\n/merge", "``` a`b\n`/merge`"],
    ["<pre>\n```\n</pre>\n/merge", "<pre>\n```\n</pre>\n`/merge`"],
    ["a\u2028```\n/merge", "a\u2028```\n`/merge`"],
  ])("%j", (markdown, expected) => {
    expect(inert(markdown)).toBe(expected);
  });
});

describe("all else stays", () => {
  test.each([
    "Use /merge to merge.",
    "/usr/bin/env node",
    "/etc/hosts",
    "/ alone",
    "//comment",
    "/path.txt",
    "`/merge`",
    "```\n/merge\n```",
    "~~~sh\n/merge\n```\n/merge\n~~~",
    "```sh\n/deploy\n",
    "````\n```\n/merge\n```\n````",
    "@ann can you look?",
    "@ann running late",
    "Bors is a bot.",
    "1/2 of it",
    "12:30",
  ])("%j", (markdown) => {
    expect(inert(markdown)).toBe(markdown);
  });
});

const line = fc.constantFrom(
  ..."/merge|x|```|~~~|````|> ```|> x|- ```|  /a|@dependabot merge|<div>||    ```|bors r+|``` `|`".split(
    "|",
  ),
);

test("again changes nothing, and outside of certain code no line begins with a command", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (all) => {
      const once = inert(all.join("\n"));
      expect(inert(once)).toBe(once);
      if (!all.some((one) => /^(?:`{3,}[^`]*|~{3,})$/.test(one)))
        expect(once).not.toMatch(/^\s*(?:\/|@dep|bors)/m);
    }),
  );
});
