import fc from "fast-check";
import type { Nodes } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { expect, test } from "vitest";
import type { TreeDialect } from "../markdown/dialect.ts";
import { parseChunk } from "../markdown/parse.ts";
import { split } from "../markdown/split.ts";
import { isBlank, wordsOf } from "../markdown/tree.ts";
import type { Rendered } from "../rendered.ts";
import { gitHubMarkdown, literally } from "./gfm.ts";
import { isMarked, mark } from "./mark.ts";
import { shaped } from "./shape.ts";

/** What must not reach anybody, and words that say nothing in Markdown. */
const name = fc.constantFrom("@user", "@org/team", "#1", "o/r#23", "GH-4", "Fixes #5", "@a-b[bot]");
const glyph = fc.constantFrom(
  ..."a Z 0 ß 世 e\u0301 😀 👍🏽 🇩🇪 👨‍👩‍👧‍👦 ש \uFFFD . ! ) (".split(" "),
);
const word = fc.array(glyph, { minLength: 1, maxLength: 4 }).map((all) => `x${all.join("")}x`);
const phrase = fc.array(fc.oneof(word, word, word, name), { minLength: 1, maxLength: 5 });

/** Markdown and the words in it. */
interface Source {
  readonly markdown: string;
  readonly words: readonly string[];
}
const joined = (all: readonly Source[], glue: string): Source => ({
  markdown: all.map(({ markdown }) => markdown).join(glue),
  words: all.flatMap((one) => one.words),
});
const wrap = (before: string, after = before) =>
  phrase.map((words): Source => ({ markdown: before + words.join(" ") + after, words }));
const inline = fc
  .array(
    fc.oneof(
      wrap(""),
      ...["**", "*", "_", "~~", "***", "`", "``"].map((marks) => wrap(marks)),
      wrap("**_", "_**"),
      wrap("[", "](https://example.com/a_b)"),
      wrap("[", "][r]"),
      wrap("![", "](https://example.com/a.png)"),
      wrap("<kbd>", "</kbd> & < "),
      wrap("<u>", "</u>"),
      wrap("", "[^n]"),
      wrap("Fixes https://github.com/o/r/issues/1 "),
      wrap("<!-- ", ` --> ${mark("k")}`),
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
    fc.array(phrase, { minLength: 1, maxLength: 8 }).map((lines) => ({
      markdown: `\`\`\`js\n${lines.map((line) => line.join("  ")).join("\n")}\n${mark("k")}\n\`\`\``,
      words: lines.flat(),
    })),
    fc.array(fc.tuple(inline, inline), { minLength: 1, maxLength: 5 }).map((rows) => ({
      markdown: rows
        .map(([a, b], i) => `| ${a.markdown} | ${b.markdown} |${i === 0 ? "\n|---|:-:|" : ""}`)
        .join("\n"),
      words: rows.flatMap(([a, b]) => [...a.words, ...b.words]),
    })),
    phrase.map((words) => ({
      markdown: `<details>\n<summary>${words.join(" ")}</summary>\n\n</details>`,
      words,
    })),
    phrase.map((words) => ({ markdown: `<div>\n${words.join(" ")}\n</div>`, words })),
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
  .tuple(fc.array(block, { minLength: 1, maxLength: 6 }), phrase)
  .map(([blocks, note]) => {
    const { markdown, words } = joined(blocks, "\n\n");
    const tail = `\n\n[r]: https://example.com/r\n\n[^n]: ${note.join(" ")}`;
    return { markdown: markdown + tail, words: [...words, ...note] };
  });
const narrow = (most: number): TreeDialect => ({
  ...gitHubMarkdown,
  fits: (rendered) => gitHubMarkdown.fits(rendered) && [...rendered.text].length <= most,
});

/** In HTML, the characters that are written as references. */
const read = (html: string) => html.replaceAll("&lt;", "<").replaceAll("&amp;", "&");

/** What GitHub would show of it, and what of that it would look for names in. */
function shown(text: string): { readonly all: string; readonly loose: string } {
  const all: string[] = [];
  const loose: string[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === "link" && wordsOf(node) === node.url.replace(/^mailto:/, "")) {
      all.push(wordsOf(node));
    } else if (node.type === "html") {
      // Comments are not shown; tags are not, their text is.
      const words = node.value.replace(/<!--.*?-->/gs, "").replace(/<[^>]*>/g, " ");
      all.push(read(words));
      loose.push(read(words));
    } else if ("value" in node) {
      all.push(node.value);
      if (node.type === "text") loose.push(node.value);
    } else if (node.type === "image") all.push(node.alt ?? "");
    else if ("children" in node) node.children.forEach(walk);
  };
  walk(parseChunk(text));
  return { all: all.join("").replaceAll("\u200B", ""), loose: loose.join("\n") };
}

/** What must hold for every part of everything. */
function expectSound(parts: readonly Rendered[], dialect: TreeDialect): void {
  for (const part of parts) {
    expect(dialect.fits(part)).toBe(true);
    expect(isBlank(part.plain)).toBe(false);
    const { loose } = shown(part.text);
    expect(loose).not.toMatch(/(?<![A-Za-z0-9_])@[A-Za-z0-9]|#\d|\bGH-\d/i);
    // Nothing of it can pass for our mark, at the end where that stands.
    expect(isMarked(part.text)).toBe(false);
    expect(htmlIn(parseChunk(part.text)).join("")).not.toContain("<!--");
  }
}

function htmlIn(node: Nodes): string[] {
  if (node.type === "html") return [node.value];
  return "children" in node ? node.children.flatMap(htmlIn) : [];
}

test("every part of an answer fits, reaches nobody, and no word is lost", () => {
  const limit = fc.oneof(fc.integer({ min: 400, max: 900 }), fc.constant(65_000));
  fc.assert(
    fc.property(answer, limit, ({ markdown, words }, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      const said = parts.map(({ text }) => shown(text).all).join("\n");
      let at = 0;
      for (const one of words.flatMap((word) => word.split(" "))) {
        const found = said.indexOf(one, at);
        if (found < 0) throw new Error(`${one} is missing after ${at} in ${said}`);
        at = found + one.length;
      }
    }),
    { numRuns: 100 },
  );
});

test("written block by block, each once: the same parts as when all is written anew each time", () => {
  const slow: TreeDialect = {
    ...gitHubMarkdown,
    write(root) {
      const { plain, format } = gitHubMarkdown.write(root);
      const text = toMarkdown(shaped(structuredClone(root)), {
        ...{ bullet: "-", rule: "-", fences: true, listItemIndent: "one" },
        extensions: [gfmToMarkdown({ tablePipeAlign: false })],
      });
      return { text: text.trimEnd(), plain, format };
    },
  };
  const lists = fc.array(fc.constantFrom(...LISTS), { maxLength: 30 });
  const some = fc.oneof(
    fc.tuple(
      answer.map(({ markdown }) => markdown),
      fc.constantFrom(400, 900, 65_000),
    ),
    fc.tuple(
      lists.map((all) => all.join("\n")),
      fc.constantFrom(60, 65_000),
    ),
  );
  fc.assert(
    fc.property(some, ([markdown, most]) => {
      const within = ({ text }: Rendered) => text.length <= most;
      const fast = { ...gitHubMarkdown, fits: within };
      expect(split(markdown, fast)).toEqual(split(markdown, { ...slow, fits: within }));
    }),
    { numRuns: 80 },
  );
});

/** Lists that follow one another take different bullets. */
const LISTS = [
  ...["- a", "* b", "+ - c", "1. d", "2) e", "0. f", "9. g\n10. h", "- - -", "- - - i", "- ---"],
  ...["-", "- [ ] j", "  k", "   - l", "\n", "> - m", "> 1. n\n> 2. o", "<!-- -->\n", "p", "[^n]"],
  ...["- <div>\n  q\n", "\n[^n]: - r\n", "- a\n\n- b", "1. - ***\n", "- x\n  > y"],
];

test("what was written is read back the same", () => {
  fc.assert(
    fc.property(answer, ({ markdown }) => {
      const once = gitHubMarkdown.render(markdown);
      const again = gitHubMarkdown.render(once.text);
      const bare = (text: string) => read(text).replace(/[\s\u200B>|+-]|<\/details>/g, "");
      expect(bare(again.plain)).toBe(bare(once.plain));
      expect(gitHubMarkdown.render(again.text).text).toBe(again.text);
    }),
    { numRuns: 150 },
  );
});

const marks =
  "* ** _ ~~ ` ``` ~~~ [ ]( ) ![ ] [^ ]: < > <b> <br> <kbd> <details> </details> <summary> <!-- --> &#64; &commat; & # - + 1. | |-|-| \\ \n \n\n $ a.b http:// @ @user #1 GH-1";
const anything = fc
  .array(
    fc.oneof(
      fc.constantFrom(...marks.split(" "), " ", "    ", "\t", "\r\n", "\0", "\uD83D", mark("k")),
      fc.string({ unit: "binary", maxLength: 4 }),
      word,
    ),
    { maxLength: 80 },
  )
  .chain((all) => fc.integer({ min: 1, max: 20 }).map((times) => all.join("").repeat(times)));

test("anything at all: sound parts, and never silence", () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 2500, max: 3500 }), (markdown, most) => {
      const dialect = narrow(most);
      const parts = split(markdown, dialect);
      expectSound(parts, dialect);
      if (!isBlank(markdown.toWellFormed())) expect(parts).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a plain text is shown as it is, and reaches nobody either", () => {
  const bare = (text: string) => text.replace(/[\s\u200B]/g, "");
  fc.assert(
    fc.property(anything, (text) => {
      // Of lines that are a dash alone, mdast-util-to-markdown 2.2.3 escapes every other one.
      fc.pre(!/^[ \t]*[-+*=][ \t]*$/m.test(text));
      const written = literally(text);
      expect(written.replace(/\\([!-/:-@[-`{-~])/g, "$1")).not.toMatch(
        /(?<![A-Za-z0-9_])@[A-Za-z0-9]|#\d/,
      );
      expect(bare(shown(written).all)).toBe(bare(text.toWellFormed().replaceAll("\0", "\uFFFD")));
    }),
    { numRuns: 500 },
  );
});
