import { describe, expect, test } from "vitest";
import { split } from "../markdown/split.ts";
import { strict } from "./testing.ts";
import { asanaXml } from "./xml.ts";

/** What stands in the body. */
function body(markdown: string): string {
  const { text, format } = asanaXml.render(markdown);
  expect(format).toBe("markup");
  strict(text);
  return text.replace(/^<body>|<\/body>$/g, "");
}

describe("Markdown in the tags that comments take", () => {
  test.each<[string, string]>([
    ["plain words", "plain words"],
    ["**a** _b_ ~~c~~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"],
    ["**a *b* c**", "<strong>a <em>b</em> c</strong>"],
    ["# A *b*\n\ntext", "<strong>A <em>b</em></strong>\n\ntext"],
    ["### Third", "<strong>Third</strong>"],
    ["a\nb", "a\nb"],
    ["a\\\nb", "a\nb"],
    ["a\n\nb", "a\n\nb"],
    ["```ts\nlet a = 1;\n\n  b\n```", "<code>let a = 1;\n\n  b</code>"],
    ["**`a`**", "<code>a</code>"],
    ["---", "———"],
    ["a & b < c > d \" ' ]]>", "a &amp; b &lt; c &gt; d \" ' ]]&gt;"],
    ["a&nbsp;&copy;", "a\u00A0©"],
    ["<b>raw</b>", "&lt;b&gt;raw&lt;/b&gt;"],
    ["| a | b |\n|--:|---|\n| 1 | 2 |", "<code>a | b\n--+--\n1 | 2</code>"],
    ["> a\n> b\n>\n> - c", "&gt; a\n&gt; b\n&gt; \n&gt; • c"],
  ])("%j", (markdown, xml) => {
    expect(body(markdown)).toBe(xml);
  });

  test.each<[string, string]>([
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
    ["- a\n  1. b\n     - c", "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>"],
    ["- a\n\n  b\n\n      code", "<ul><li>a\n\nb\n\n<code>code</code></li></ul>"],
    ["- [ ] a\n- [x] b", "<ul><li>☐ a</li><li>☑ b</li></ul>"],
    ["before\n- a\n\nafter", "before\n<ul><li>a</li></ul>\nafter"],
    ["- a\n\n1. b", "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"],
    // Tags always count from one.
    ["3. a\n4. b", "3. a\n4. b"],
    ["- a\n-", "• a\n•"],
    ["- > a\n  > b", "<ul><li>&gt; a\n&gt; b</li></ul>"],
  ])("a list: %j", (markdown, xml) => {
    expect(body(markdown)).toBe(xml);
  });

  test.each<[string, string]>([
    [
      "[a **b**](https://x.y/?a=1&b=%22)",
      '<a href="https://x.y/?a=1&amp;b=%22">a <strong>b</strong></a>',
    ],
    ["[a](http://localhost/)", '<a href="http://localhost/">a</a>'],
    ["![alt](https://x.y/i.png)", '<a href="https://x.y/i.png">alt</a>'],
    ["[a](mailto:b@c.d)", "a (mailto:b@c.d)"],
    ["[a](javascript:alert(1))", "a (javascript:alert(1))"],
    ["[a](/relative)", "a (/relative)"],
    ["https://x.y/z", '<a href="https://x.y/z">https://x.y/z</a>'],
  ])("a link: %j", (markdown, xml) => {
    expect(body(markdown)).toBe(xml);
  });
});

describe("nobody is called who was not meant", () => {
  test.each([
    "https://app.asana.com/0/profile/1201",
    "[Ann](https://app.asana.com/0/profile/1201)",
    "[Ann](https://APP.asana.com/1/77/profile/1201)",
    "`https://app.asana.com/0/profile/1201`",
  ])("%s is no mention", (markdown) => {
    const { text, plain } = asanaXml.render(markdown);
    for (const said of [text, plain]) {
      expect(said).not.toMatch(/href|app\.asana\.com\/(?:\d+\/)+profile/i);
      expect(said.replaceAll("\u2060", "").toLowerCase()).toMatch(
        /app\.asana\.com\/.*profile\/1201/,
      );
    }
  });

  test("a tag of Asana's in the text is text", () => {
    expect(body('<a data-asana-gid="1201"/>')).toBe('&lt;a data-asana-gid="1201"/&gt;');
  });
});

test("characters that XML does not know are dropped from both forms", () => {
  const { text, plain } = asanaXml.render("a\u0001b\u000Bc\u0085d&#12;e\uFFFFf\ud800g");
  expect(text).toBe("<body>abcde\uFFFDf\uFFFDg</body>");
  expect(plain).toBe("abcde\uFFFDf\uFFFDg");
});

describe("a long answer", () => {
  test("goes on where it was cut: numbers, items, styles", () => {
    const items = Array.from({ length: 40 }, (_, i) => `${i + 1}. ${"word ".repeat(80)}**end**`);
    const parts = split(items.join("\n"), asanaXml);
    expect(parts).toHaveLength(2);
    const [first = "", second = ""] = parts.map(({ text }) => text);
    expect(first).toMatch(/^<body><ol><li>word/);
    expect(second).toMatch(/^<body>2\d\. word/);
    for (const { text, plain } of parts) {
      strict(text);
      expect(plain.length).toBeLessThanOrEqual(10_000);
    }
  });

  test("an item that is cut has no second marker", () => {
    const parts = split(`- ${"word ".repeat(2_500)}\n- last`, asanaXml);
    expect(parts).toHaveLength(2);
    expect(parts[1]?.text).toMatch(/^<body>word .*\n<ul><li>last<\/li><\/ul><\/body>$/);
  });

  test("10,000 code points are one comment, one more is two", () => {
    const most = 10_000 - "<body></body>".length;
    expect(split("😀".repeat(most), asanaXml)).toHaveLength(1);
    expect(split("😀".repeat(most + 1), asanaXml)).toHaveLength(2);
  });
});
