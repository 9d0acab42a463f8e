import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHtml, settle } from "../../../emulators/src/telegram/index.ts";
import { contain } from "../markdown/contain.ts";
import type { TreeDialect } from "../markdown/dialect.ts";
import { parseChunk } from "../markdown/parse.ts";
import { resolve } from "../markdown/resolve.ts";
import { split } from "../markdown/split.ts";
import { isBlank } from "../markdown/tree.ts";
import type { Rendered } from "../rendered.ts";
import { telegramHtml } from "./html.ts";

/** Whole graphemes without a meaning in Markdown. */
const glyph = fc.constantFrom(
  ..."a Z 0 ß 世 । e\u0301 \u0301 각 😀 👍🏽 🇩🇪 ❤️ 👨‍👩‍👧‍👦 🏴‍☠️ ש ؏ \u200D \u202E \uFEFF \uFFFD".split(
    " ",
  ),
);
const word = fc.array(glyph, { minLength: 1, maxLength: 4 }).map((all) => `x${all.join("")}x`);
const words = fc.array(word, { minLength: 1, maxLength: 30 });
const phrase = fc.array(word, { minLength: 1, maxLength: 4 });

/** Markdown and the words in it. */
interface Source {
  readonly markdown: string;
  readonly words: readonly string[];
}
const joined = (all: readonly Source[], glue: string): Source => ({
  markdown: all.map(({ markdown }) => markdown).join(glue),
  words: all.flatMap((one) => one.words),
});
const wrap = (inner: fc.Arbitrary<readonly string[]>, before: string, after = before) =>
  inner.map((all): Source => ({ markdown: before + all.join(" ") + after, words: all }));

const inline = fc
  .array(
    fc.oneof(
      wrap(words, ""),
      ...["**", "*", "_", "~~", "***", "`", "``"].map((mark) => wrap(phrase, mark)),
      wrap(phrase, "**_", "_**"),
      wrap(phrase, "**`", "`**"),
      wrap(phrase, "[", "](https://example.com/a_b)"),
      wrap(phrase, "![", "](https://example.com/a.png)"),
      wrap(phrase, "[", "](javascript:x)"),
      wrap(phrase, "<u>", "</u> & < "),
      wrap(phrase, "[", "][r]"),
      wrap(phrase, "", "[^n]"),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => joined(all, " "));
const indented = (text: string, by: string) => text.replaceAll("\n", `\n${by}`);
const { block } = fc.letrec<{ block: Source }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    inline,
    inline.map(({ markdown, words }) => ({ markdown: `## ${markdown}`, words })),
    fc.array(phrase, { minLength: 1, maxLength: 12 }).map((lines) => ({
      markdown: `\`\`\`js\n${lines.map((line) => line.join("  ")).join("\n")}\n\`\`\``,
      words: lines.flat(),
    })),
    fc.array(fc.tuple(inline, inline), { minLength: 1, maxLength: 6 }).map((rows) => ({
      markdown: rows
        .map(([a, b], i) => `| ${a.markdown} | ${b.markdown} |${i === 0 ? "\n|---|:-:|" : ""}`)
        .join("\n"),
      words: rows.flatMap(([a, b]) => [...a.words, ...b.words]),
    })),
    fc.constant({ markdown: "---", words: [] }),
    fc
      .tuple(
        fc.constantFrom("- ", "3. ", "- [ ] ", "- [x] "),
        fc.array(tie("block"), { minLength: 1, maxLength: 4 }),
      )
      .map(([marker, items]) => {
        const by = " ".repeat(marker.startsWith("-") ? 2 : 3);
        const lines = items.map(({ markdown }) => marker + indented(markdown, by));
        return { markdown: lines.join("\n"), words: joined(items, "").words };
      }),
    fc
      .array(tie("block"), { minLength: 1, maxLength: 3 })
      .map((all) => joined(all, "\n\n"))
      .map((all) => ({ markdown: `> ${indented(all.markdown, "> ")}`, words: all.words })),
  ),
}));
const answer = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 8 }), phrase)
  .map(([blocks, note]) => {
    const { markdown, words } = joined(blocks, "\n\n");
    const tail = `\n\n[r]: https://example.com/r\n\n[^n]: ${note.join(" ")}`;
    return { markdown: markdown + tail, words: [...words, ...note] };
  });
const narrow = (most: number): TreeDialect => ({
  ...telegramHtml,
  fits: (rendered) => telegramHtml.fits(rendered) && [...rendered.plain].length <= most,
});

/** What must hold for every part of everything. */
function expectSound(parts: readonly Rendered[], dialect: TreeDialect): void {
  for (const part of parts) {
    expect(dialect.fits(part)).toBe(true);
    expect(isBlank(part.plain)).toBe(false);
    const parsed = parseHtml(part.text);
    if (!parsed.ok) throw new Error(`${parsed.description} in ${part.text}`);
    // Nothing asked for is dropped or changed.
    const solid = parsed.entities.filter(({ type }) => /pre|code|link|quote/.test(type));
    expect(settle(parsed.entities)).toEqual(expect.arrayContaining(solid));
  }
}

const limit = fc.oneof(fc.integer({ min: 250, max: 600 }), fc.constant(4096));

test("every part of an answer fits and is accepted, and no word is lost", () => {
  fc.assert(
    fc.property(answer, limit, ({ markdown, words }, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      const said = parts.map(({ plain }) => plain).join("\n");
      let at = 0;
      for (const one of words) {
        const found = said.indexOf(one, at);
        if (found < 0) throw new Error(`${one} is missing after ${at} in ${said}`);
        at = found + one.length;
      }
    }),
    { numRuns: 300 },
  );
});

test("a text parsed in chunks means the same as parsed at once", () => {
  fc.assert(
    fc.property(answer, answer, answer, (...answers) => {
      const source = answers.map(({ markdown }) => markdown).join("\n\n");
      const children = parseChunk(source).children.map((node) => contain(node, source));
      const whole = telegramHtml.write({ type: "root", children: resolve(children) });
      expect(telegramHtml.render(source)).toEqual(whole);
    }),
    { numRuns: 300 },
  );
});

test("the HTML says what the plain twin says, apart from addresses", () => {
  const bare = (text: string) => text.replace(/\(\S+\)|[\s>|+-]/g, "");
  fc.assert(
    fc.property(answer, ({ markdown }) => {
      const { text, plain } = telegramHtml.render(markdown);
      const parsed = parseHtml(text);
      expect(parsed.ok && bare(parsed.text)).toBe(bare(plain));
    }),
    { numRuns: 100 },
  );
});

// A link comes along with each of its parts, so a part must hold the longest address and its text.
test("anything at all: sound parts, and never silence", () => {
  const marks =
    "* ** _ ~~ ` ``` ~~~ [ ]( ) ![ ] [^ ]: < > <b> &amp; & # - + 1. | |-|-| \\ \n \n\n $ a.b http:// @";
  const piece = fc.oneof(
    fc.constantFrom(...marks.split(" "), " ", "    ", "\t", "\r\n", "\0", "\uD83D"),
    fc.string({ unit: "binary", maxLength: 4 }),
    word,
  );
  const anything = fc
    .array(piece, { maxLength: 80 })
    .chain((all) => fc.integer({ min: 1, max: 40 }).map((times) => all.join("").repeat(times)));
  fc.assert(
    fc.property(anything, fc.integer({ min: 1700, max: 2500 }), (markdown, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      if (!isBlank(markdown.toWellFormed())) expect(parts).not.toEqual([]);
    }),
    { numRuns: 1500 },
  );
});
