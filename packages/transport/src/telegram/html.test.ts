import { describe, expect, test } from "vitest";
import { parseHtml, settle } from "../../../emulators/src/telegram/index.ts";
import { telegramHtml } from "./html.ts";

/** Name, Markdown, HTML, plain twin. */
const CONSTRUCTS: [string, string, string, string][] = [
  ["words", "hello", "hello", "hello"],
  ["bold", "a **b** c", "a <b>b</b> c", "a b c"],
  ["italic", "a *b* _c_", "a <i>b</i> <i>c</i>", "a b c"],
  ["bold and italic", "***b***", "<i><b>b</b></i>", "b"],
  ["italic in bold", "**a *b* c**", "<b>a <i>b</i> c</b>", "a b c"],
  ["strikethrough", "~~gone~~", "<s>gone</s>", "gone"],
  ["one tilde is a tilde", "~5 of ~10", "~5 of ~10", "~5 of ~10"],
  ["code", "run `a < b`", "run <code>a &lt; b</code>", "run a < b"],
  ["code in bold", "**a `b` c**", "<b>a </b><code>b</code><b> c</b>", "a b c"],
  ["code in a link", "[`f`](https://a.io)", '<a href="https://a.io">f</a>', "f (https://a.io)"],
  ["heading", "# Title\n\ntext", "<b>Title</b>\n\ntext", "Title\n\ntext"],
  ["heading with bold", "## A **b**", "<b>A b</b>", "A b"],
  ["underlined heading", "Title\n===", "<b>Title</b>", "Title"],
  ["fence", "```js\nlet a;\n```", '<pre><code class="language-js">let a;</code></pre>', "let a;"],
  ["fence without a language", "```\n**a**\n```", "<pre>**a**</pre>", "**a**"],
  [
    "fence with an odd language",
    '```c++"<x>\na\n```',
    '<pre><code class="language-c++&quot;&lt;x&gt;">a</code></pre>',
    "a",
  ],
  ["fence that is not closed", "```js\na", '<pre><code class="language-js">a</code></pre>', "a"],
  ["indented code", "    a\n    b", "<pre>a\nb</pre>", "a\nb"],
  ["list", "- a\n- b", "• a\n• b", "• a\n• b"],
  [
    "nested list",
    "- a\n  - b\n    - c\n- d",
    "• a\n   • b\n      • c\n• d",
    "• a\n   • b\n      • c\n• d",
  ],
  ["numbers start where they do", "3. a\n4. b", "3. a\n4. b", "3. a\n4. b"],
  ["numbers with bullets", "1. a\n   - b\n2. c", "1. a\n   • b\n2. c", "1. a\n   • b\n2. c"],
  ["loose list", "- a\n\n- b", "• a\n\n• b", "• a\n\n• b"],
  ["task list", "- [ ] a\n- [x] b", "☐ a\n☑ b", "☐ a\n☑ b"],
  ["second line of an item", "- a\n  b", "• a\n   b", "• a\n   b"],
  ["code in a list", "- a\n  ```\n  b\n  ```", "• a\n<pre>b</pre>", "• a\nb"],
  ["code first in a list", "- ```\n  b\n  ```", "•\n<pre>b</pre>", "•\nb"],
  [
    "table",
    "| Name | Qty |\n|:--|--:|\n| **Äpfel** | 3 |\n| 世界 | 12 |",
    "<pre>Name  | Qty\n------+----\nÄpfel |   3\n世界  |  12</pre>",
    "Name  | Qty\n------+----\nÄpfel |   3\n世界  |  12",
  ],
  [
    "table: centred, missing cells, emoji",
    "| a | b |\n|:-:|---|\n| 👍🏽👍🏽 |\n",
    "<pre> a   | b\n-----+--\n👍🏽👍🏽 |</pre>",
    "a   | b\n-----+--\n👍🏽👍🏽 |",
  ],
  ["quote", "> a\n> b", "<blockquote>a\nb</blockquote>", "> a\n> b"],
  ["nested quote", "> a\n>> b", "<blockquote>a\n\nb</blockquote>", "> a\n> \n> b"],
  [
    "quote with code",
    "> a\n> ```\n> b\n> ```\n> c `d`",
    "<blockquote>a</blockquote>\n\n<pre>b</pre>\n\n<blockquote>c <code>d</code></blockquote>",
    "> a\n\nb\n\n> c d",
  ],
  ["quote in a list", "- a\n  > b", "• a\n   <blockquote>b</blockquote>", "• a\n   > b"],
  [
    "link",
    '[x "y"](https://a.io/?b="c"&d)',
    '<a href="https://a.io/?b=&quot;c&quot;&amp;d">x &quot;y&quot;</a>',
    'x "y" (https://a.io/?b="c"&d)',
  ],
  [
    "bold in a link",
    "[**b** c](http://a.io)",
    '<a href="http://a.io"><b>b</b> c</a>',
    "b c (http://a.io)",
  ],
  [
    "other links",
    "[u](tg://resolve?domain=a) [m](mailto:a@b.io)",
    '<a href="tg://resolve?domain=a">u</a> <a href="mailto:a@b.io">m</a>',
    "u (tg://resolve?domain=a) m (mailto:a@b.io)",
  ],
  [
    "a link that would call a person",
    "[u](tg://user?id=1)",
    "u (tg://user?id=1)",
    "u (tg://user?id=1)",
  ],
  ["the same, spelled otherwise", "[u](TG:user?id=1)", "u (TG:user?id=1)", "u (TG:user?id=1)"],
  [
    "names are broken, but for code and addresses",
    "@ada, @**ada**, /ask@bot, `@ada` https://a.io/@ada",
    '@\u200Bada, @\u200B<b>ada</b>, /ask@bot, <code>@ada</code> <a href="https://a.io/@ada">https://a.io/@ada</a>',
    "@\u200Bada, @\u200Bada, /ask@bot, @\u200Bada https://a.io/@ada",
  ],
  ["forbidden scheme", "[x](javascript:alert)", "x (javascript:alert)", "x (javascript:alert)"],
  [
    "a link Telegram would drop",
    "**[x](http://localhost/a)**",
    "<b>x (http://localhost/a)</b>",
    "x (http://localhost/a)",
  ],
  ["relative link", "[x](/a/b)", "x (/a/b)", "x (/a/b)"],
  [
    "bare link",
    "https://a.io/x_y_z",
    '<a href="https://a.io/x_y_z">https://a.io/x_y_z</a>',
    "https://a.io/x_y_z",
  ],
  ["reference", "[x][r]\n\n[r]: https://a.io", '<a href="https://a.io">x</a>', "x (https://a.io)"],
  [
    "a definition nobody needs is text",
    "[Note]: important",
    "[Note]: important",
    "[Note]: important",
  ],
  [
    "image",
    "![alt](https://a.io/b.png)",
    '<a href="https://a.io/b.png">alt</a>',
    "alt (https://a.io/b.png)",
  ],
  ["raw HTML", "a <b>b</b> &amp; &copy;", "a &lt;b&gt;b&lt;/b&gt; &amp; ©", "a <b>b</b> & ©"],
  ["block of HTML", "<div>\na\n</div>", "&lt;div&gt;\na\n&lt;/div&gt;", "<div>\na\n</div>"],
  ["less than", 'a < b && c > "d"', "a &lt; b &amp;&amp; c &gt; &quot;d&quot;", 'a < b && c > "d"'],
  [
    "footnotes",
    "a[^x] b[^y]\n\n[^y]: Y\n[^x]: X **x**",
    "a[1] b[2]\n\n[1] X <b>x</b>\n\n[2] Y",
    "a[1] b[2]\n\n[1] X x\n\n[2] Y",
  ],
  ["rule", "a\n\n---\n\nb", "a\n\n———\n\nb", "a\n\n———\n\nb"],
  ["breaks", "a\nb  \nc\\\nd", "a\nb\nc\nd", "a\nb\nc\nd"],
  ["escapes", "\\*a\\* 1\\. b", "*a* 1. b", "*a* 1. b"],
  ["lone surrogate", "a\uD83D b", "a\uFFFD b", "a\uFFFD b"],
  ["nothing", " \n\t", "", ""],
];

describe("each construct", () => {
  test.each(CONSTRUCTS)("%s", (_name, markdown, html, plain) => {
    expect(telegramHtml.render(markdown)).toEqual({ text: html, plain, format: "markup" });
  });

  test.each(CONSTRUCTS)("%s: Telegram keeps every mark", (_name, _markdown, html) => {
    const parsed = parseHtml(html);
    if (!parsed.ok) throw new Error(parsed.description);
    expect(settle(parsed.entities)).toHaveLength(parsed.entities.length);
  });
});

describe("limits", () => {
  const fits = (markdown: string) => telegramHtml.fits(telegramHtml.render(markdown));
  test.each<[string, string, boolean]>([
    ["4096 code points", "a".repeat(4096), true],
    ["4097 code points", "a".repeat(4097), false],
    ["markup does not count", `**${"😀".repeat(4096)}**`, true],
    ["entities count one", "<".repeat(4096), true],
    ["the plain twin counts its addresses", `[${"a".repeat(4090)}](https://a.io)`, false],
    ["raw bytes", `\`\`\`${'"'.repeat(64)}\na\n\`\`\`\n`.repeat(90), false],
    ["100 entities", "**a** b ".repeat(100), true],
    ["101 entities", "**a** b ".repeat(101), false],
    ["100 blocks of code", "```js\na\n```\n".repeat(100), true],
    ["101 blocks of code", "```js\na\n```\n".repeat(101), false],
    ["what Telegram finds itself counts", "/go #tag a.io ".repeat(34), false],
    ["but not inside code", `\`${"/go @you ".repeat(99)}\``, true],
  ])("%s", (_name, markdown, expected) => {
    expect(fits(markdown)).toBe(expected);
  });

  test("a plain twin is measured as it is", () => {
    const text = "<b>".repeat(1366);
    expect(telegramHtml.fits({ text, plain: text, format: "plain" })).toBe(false);
  });
});
