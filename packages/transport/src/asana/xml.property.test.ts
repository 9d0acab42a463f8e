import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMENT_TAGS, readRich } from "../../../emulators/src/asana/rich/rich.ts";
import type { TreeDialect } from "../markdown/dialect.ts";
import { split } from "../markdown/split.ts";
import { isBlank } from "../markdown/tree.ts";
import type { Rendered } from "../rendered.ts";
import { isLost } from "./calls.ts";
import { strict } from "./testing.ts";
import { wordsOf } from "./words.ts";
import { asanaXml } from "./xml.ts";

/** Markdown and the words in it, in order. */
interface Source {
  readonly markdown: string;
  readonly words: readonly string[];
}

const glyph = fc.constantFrom(
  ..."a Z 0 ß 世 。 e\u0301 😀 👍🏽 🇩🇪 👨‍👩‍👧‍👦 ש < > & ]]>".split(" "),
);
const word = fc.array(glyph, { minLength: 1, maxLength: 3 }).map((all) => `x${all.join("")}x`);
const phrase = fc.array(word, { minLength: 1, maxLength: 6 });
/** A sentence of a script without spaces may end a part inside what looks like a word. */
const spoken = (all: readonly string[]) => all.flatMap((one) => one.split(/(?<=。)/));
const said = (before: string, after = before) =>
  phrase.map((all): Source => ({ markdown: before + all.join(" ") + after, words: spoken(all) }));
const joined = (all: readonly Source[], glue: string): Source => ({
  markdown: all.map(({ markdown }) => markdown).join(glue),
  words: all.flatMap(({ words }) => words),
});
const code = (all: readonly string[]): Source => ({
  markdown: `\`\`\`\n${all.join("\n\n")}\n\`\`\``,
  words: spoken(all),
});

const inline = fc
  .array(
    fc.oneof(
      said(""),
      ...["**", "*", "~~", "***"].map((mark) => said(mark)),
      said("**_", "_**"),
      said("[", "](https://example.com/a?b=1&c=%22)"),
      said("[**", "**](https://example.com/)"),
      said("[", "](javascript:x)"),
      said("![", "](https://example.com/a.png)"),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => joined(all, " "));
const { block } = fc.letrec<{ block: Source }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    inline,
    inline.map(({ markdown, words }) => ({ markdown: `## ${markdown}`, words })),
    phrase.map(code),
    fc.constant({ markdown: "---", words: [] }),
    fc
      .tuple(
        fc.constantFrom("- ", "1. ", "7. ", "- [ ] ", "- [x] "),
        fc.array(fc.array(tie("block"), { minLength: 1, maxLength: 2 }), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([marker, items]): Source => {
        const by = " ".repeat(marker.startsWith("-") ? 2 : 3);
        const lines = items.map((blocks) => {
          const { markdown } = joined(blocks, "\n\n");
          return marker + markdown.replaceAll("\n", `\n${by}`);
        });
        return { markdown: lines.join("\n"), words: joined(items.flat(), "").words };
      }),
    fc.array(tie("block"), { minLength: 1, maxLength: 2 }).map((all): Source => {
      const { markdown, words } = joined(all, "\n\n");
      return { markdown: `> ${markdown.replaceAll("\n", "\n> ")}`, words };
    }),
  ),
}));
const answer = fc.array(block, { minLength: 1, maxLength: 8 }).map((all) => joined(all, "\n\n"));

const narrow = (most: number): TreeDialect => ({
  ...asanaXml,
  fits: (part) => asanaXml.fits(part) && part.plain.length <= most && part.text.length <= most * 3,
});

/** What must hold for every part of everything. */
function expectSound(parts: readonly Rendered[], dialect: TreeDialect): void {
  for (const part of parts) {
    expect(dialect.fits(part)).toBe(true);
    expect(isBlank(strict(part.text))).toBe(false);
    // The local Asana has its own reader, and sees no mention of anybody.
    readRich(part.text, COMMENT_TAGS, () => false);
    expect(isBlank(part.plain)).toBe(false);
  }
}

/** No word is lost, and none changes its place. */
function expectAll(words: readonly string[], shown: string): void {
  let at = 0;
  for (const one of words) {
    const found = shown.indexOf(one, at);
    if (found < 0) throw new Error(`${one} is missing after ${at} in ${shown}`);
    at = found + one.length;
  }
}

test("every part of an answer is strict XML that fits, and both forms say every word", () => {
  fc.assert(
    fc.property(answer, fc.integer({ min: 300, max: 3_000 }), ({ markdown, words }, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      expectAll(words, parts.map(({ text }) => strict(text)).join(" "));
      expectAll(words, parts.map(({ plain }) => plain).join(" "));
    }),
    { numRuns: 300 },
  );
});

test("a sentence that ends inside what looks like a word may end a part", () => {
  const markdown = `${"x".repeat(250)} ${"y".repeat(20)}。]]>${"z".repeat(60)} end`;
  const parts = split(markdown, narrow(300));
  expect(parts.map(({ plain }) => plain)).toEqual([
    `${"x".repeat(250)} ${"y".repeat(20)}。`,
    `]]>${"z".repeat(60)} end`,
  ]);
  expectSound(parts, narrow(300));
});

test("what was sent is known again, however it was sent", () => {
  const since = new Date(1_000_000);
  fc.assert(
    fc.property(answer, ({ markdown }) => {
      for (const { text, plain } of split(markdown, asanaXml)) {
        const story = {
          gid: "7",
          resource_subtype: "comment_added",
          created_at: new Date(1_000_500).toISOString(),
          created_by: { gid: "1" },
          html_text: text,
        };
        expect(isLost(story, { key: "k", since, text: plain, known: [] }, "1")).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("anything at all: sound parts, and never silence", () => {
  const marks =
    "* ** _ ~~ ` ``` [ ]( ) ![ <b> </body> <a &amp; &#1; &#12; & # - + 1. 2) | |-|-| > \\ \n \n\n $ http:// " +
    "https://app.asana.com/0/profile/1";
  const piece = fc.oneof(
    fc.constantFrom(...marks.split(" "), " ", "    ", "\t", "\r\n", "\0", "\uD83D", "\uFFFF"),
    fc.string({ unit: "binary", maxLength: 4 }),
    word,
  );
  const anything = fc
    .array(piece, { maxLength: 80 })
    .chain((all) => fc.integer({ min: 1, max: 40 }).map((times) => all.join("").repeat(times)));
  fc.assert(
    fc.property(anything, fc.integer({ min: 1_700, max: 2_500 }), (markdown, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      if (!isBlank(markdown.toWellFormed())) expect(parts).not.toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("rich text of any shape is read without an error, and in time", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...'<body> </body> <a </a> <a/> <li> <ul> </ol> <ol> <img < > " \' <!-- --> &amp; &#0; &#x110000; &x; data-asana-gid="1"'.split(
        " ",
      ),
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (all) => {
      expect(wordsOf(all.join(" "), "1").text).not.toContain("\0");
    }),
    { numRuns: 500 },
  );
});
