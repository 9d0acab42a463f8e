import { preview, split } from "@trunkline/transport";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shown } from "../fake/index.ts";
import { mrkdwn } from "./mrkdwn.ts";

const Z = "\u200B";

describe("Markdown as mrkdwn", () => {
  test.each<[string, string, string]>([
    ["bold", "**a** b", "*a* b"],
    ["italic", "*a* _b_", "_a_ _b_"],
    ["struck", "~~a~~", "~a~"],
    ["both", "***a***", "_*a*_"],
    ["one inside of the other", "**a *b* c**", "*a _b_ c*"],
    ["inside of a word: Slack needs an edge", "ab**cd**ef", `ab${Z}*cd*${Z}ef`],
    ["beside punctuation", "(**a**).", "(*a*)."],
    ["two in a row", "**a***b*", `*a*${Z}_b_`],
    ["over two lines: Slack ends a style with its line", "**a\nb**", "*a*\n*b*"],
    ["code", "`a < b`", "`a &lt; b`"],
    ["code with a tick: it cannot be said", "``a`b``", "a`b"],
    ["a block of code", "```ts\nif (a < b) {}\n```", "```\nif (a &lt; b) {}\n```"],
    ["a fence in a block", "````\n```\n````", `\`\`\`\n\`\`${Z}\`\n\`\`\``],
    ["a heading", "# Title", "*Title*"],
    ["a list", "- a\n- b", "• a\n• b"],
    ["a quote", "> a\n> b\n\nc", "> a\n> b\n\nc"],
    ["a link", "[a b](https://x.example/?a=1&b=2)", "<https://x.example/?a=1&amp;b=2|a b>"],
    ["a bold link", "**[a](https://x.example)**", "*<https://x.example|a>*"],
    ["a bar in a label", "[a|b](https://x.example/c|d)", "<https://x.example/c%7Cd|a¦b>"],
    ["an address that Slack does not link", "[a](slack://open)", "a (slack://open)"],
    ["a bare address", "see https://x.example", "see <https://x.example|https://x.example>"],
    [
      "what Slack would take for a call",
      "to <!channel> <@U1> &lt;",
      "to &lt;!channel&gt; &lt;@U1&gt; &lt;",
    ],
  ])("%s", (_name, markdown, text) => {
    expect(mrkdwn.render(markdown).text).toBe(text);
  });

  test("a table and its plain twin", () => {
    const { text, plain } = mrkdwn.render("| a | b |\n|---|---|\n| 1 | 2 |");
    expect(text).toBe(`\`\`\`\n${plain}\n\`\`\``);
  });
});

describe("for any text", () => {
  const piece = fc.constantFrom(
    ...["**", "*", "_", "~~", "`", "```\n", "\n\n", "\n", " ", "- ", "> ", "# ", "&", "<", ">"],
    ...["word", "Straße", "漢", "👨‍👩‍👧‍👦", "[a](https://x.example)", "<!here>", "|", "\uE000"],
  );
  const markdown = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(""));

  test("nobody is called and nothing is linked that was not a link", () => {
    fc.assert(
      fc.property(markdown, (source) => {
        const { text } = mrkdwn.render(source);
        for (const [tag] of text.matchAll(/<[^>]*>?/g))
          expect(tag).toMatch(/^<https:\/\/x\.example\|[^<>]*>$/);
      }),
    );
  });

  test("each part fits, and none of them is blank", () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 1, max: 400 }), (source, times) => {
        for (const part of split(source.repeat(times), mrkdwn)) {
          expect(mrkdwn.fits(part)).toBe(true);
          expect(part.plain.trim()).not.toBe("");
        }
      }),
      { numRuns: 30 },
    );
  });

  test("people read the words of plain text as they are, whatever it holds", () => {
    const plain = fc.array(fc.constantFrom("a", "1", "&", "<", ">", "&lt;", " b", "ü", "漢", "."));
    fc.assert(
      fc.property(plain, (parts) => {
        const source = `x ${parts.join("")}`.trim();
        const { text, plain: twin } = mrkdwn.render(source);
        expect(shown(text)).toBe(shown(text.replaceAll("*", "")));
        expect(shown(text)).toBe(twin.trim());
      }),
    );
  });

  test("progress is closed before it is shown", () => {
    expect(preview("see **the [do", mrkdwn)?.text).toBe("see *the do* …");
  });
});
