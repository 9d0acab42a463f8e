import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHtml } from "../../../emulators/src/telegram/index.ts";
import { closePartial } from "../markdown/partial.ts";
import { preview } from "../markdown/preview.ts";
import { telegramHtml } from "./html.ts";

test.each<[string, string, string]>([
  ["nothing open", "a **b** `c`", "a **b** `c`"],
  ["bold", "a **b", "a **b**"],
  ["bold with a space at its end", "a **b ", "a **b**"],
  ["half closed", "a **b*", "a **b**"],
  ["nested", "**a *b", "**a *b***"],
  ["only the mark", "a **", "a"],
  ["strikethrough", "~~a", "~~a~~"],
  ["strikethrough half closed", "~~a~", "~~a~~"],
  ["code in bold closes first", "**bo and `co", "**bo and `co`**"],
  ["code with two ticks, half closed", "``a ` b`", "``a ` b``"],
  ["no code yet", "a `", "a"],
  ["names with underscores", "snake_case_na", "snake_case_na"],
  ["escaped", "\\*a", "\\*a"],
  ["a product", "2 * 3", "2 * 3"],
  ["words of a link", "see [the do", "see the do"],
  ["a link without its address", "see [**the** docs](https://a.i", "see **the** docs"],
  ["image", "![alt](https://a", "alt"],
  ["index", "list[0] and [1]", "list[0] and [1]"],
  ["fence", "```js\nlet **a", "```js\nlet **a\n```"],
  ["fence half closed", "```js\na\n``", "```js\na\n```"],
  ["fence closed", "```js\na\n```", "```js\na\n```"],
  ["longer fence", "````\n```\na", "````\n```\na\n````"],
  ["fence on its way", "a\n\n``", "a\n\n"],
  ["heading on its way", "a\n\n##", "a\n\n"],
  ["list on its way", "text\n-", "text\n"],
  ["task on its way", "- [ ] a\n- [", "- [ ] a\n- "],
  ["item", "- a\n- **b", "- a\n- **b**"],
  ["quote", "> a\n> **b", "> a\n> **b**"],
  ["rule of a table", "| a | b |\n|--", "| a | b |\n| - | - |"],
  ["cell", "| a |\n|---|\n| **b", "| a |\n|---|\n| **b**"],
  ["blocks before stay", "**a\n\n*b", "**a\n\n*b*"],
])("closes %s", (_name, markdown, closed) => {
  expect(closePartial(markdown).trimEnd()).toBe(closed.trimEnd());
});

describe("every prefix", () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(" "));
  const styled = (inner: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom("**", "*", "~~", "***"), inner)
      .map(([mark, text]) => mark + text + mark);
  const code = fc
    .tuple(fc.constantFrom("`", "``"), words)
    .map(([tick, text]) => tick + text + tick);
  const inline = fc
    .array(fc.oneof(words, styled(words), code), { minLength: 1, maxLength: 6 })
    .map((all) => all.join(" "));
  const block = fc.oneof(
    inline,
    inline.map((text) => `## ${text}`),
    fc.array(inline, { minLength: 1, maxLength: 3 }).map((all) => `- ${all.join("\n- ")}`),
    inline.map((text) => `> ${text}`),
    words.map((text) => `\`\`\`js\n${text}\n\`\`\``),
  );
  const doc = fc.array(block, { minLength: 1, maxLength: 4 }).map((all) => all.join("\n\n"));
  const letters = (markdown: string) =>
    telegramHtml.render(markdown).plain.replace(/[^a-z*~`]/g, "");

  test("shows the words so far, no mark among them", () => {
    fc.assert(
      fc.property(doc, fc.nat(), (markdown, at) => {
        const prefix = markdown.slice(0, at % (markdown.length + 1));
        expect(letters(markdown).startsWith(letters(closePartial(prefix)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("of anything renders as HTML Telegram takes", () => {
    const odd = fc
      .array(
        fc.constantFrom(...'*_~`[]()!<>#-|\\\n \n ab1.&"😀\u0301'.split(""), "```", "**", "\n\n"),
      )
      .map((all) => all.join(""));
    fc.assert(
      fc.property(odd, (prefix) => {
        const shown = preview(prefix, telegramHtml);
        if (shown === null) return;
        expect(parseHtml(shown.text).ok).toBe(true);
        expect(telegramHtml.fits(shown)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the preview", () => {
  test.each<[string, string, string | null]>([
    ["has a sign that more comes", "see **the", "see <b>the</b> …"],
    ["also after code", "```js\nlet", '<pre><code class="language-js">let</code></pre> …'],
    ["is nothing at first", "**", null],
    ["is nothing for white space", " \n", null],
  ])("%s", (_name, markdown, html) => {
    expect(preview(markdown, telegramHtml)?.text ?? null).toBe(html);
  });

  test("is the first part of a long text, and still fits", () => {
    const shown = preview("word ".repeat(40_000), telegramHtml);
    expect(shown?.plain.endsWith("word …")).toBe(true);
    expect(shown && telegramHtml.fits(shown)).toBe(true);
  });
});
