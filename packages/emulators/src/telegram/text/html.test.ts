import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHtml } from "./html.ts";

const span = (type: string, offset: number, length: number, more: object = {}) => ({
  type,
  offset,
  length,
  ...more,
});

describe("what is understood", () => {
  test.each<[string, string, object[]]>([
    ["plain", "plain", []],
    ["<b>a</b><strong>b</strong>", "ab", [span("bold", 0, 1), span("bold", 1, 1)]],
    ["<i>a</i><em>b</em>", "ab", [span("italic", 0, 1), span("italic", 1, 1)]],
    ["<u>a</u><ins>b</ins>", "ab", [span("underline", 0, 1), span("underline", 1, 1)]],
    [
      "<s>a</s><strike>b</strike>",
      "ab",
      [span("strikethrough", 0, 1), span("strikethrough", 1, 1)],
    ],
    ["<del>a</del>", "a", [span("strikethrough", 0, 1)]],
    ["<tg-spoiler>a</tg-spoiler>", "a", [span("spoiler", 0, 1)]],
    ['<span class="tg-spoiler">a</span>', "a", [span("spoiler", 0, 1)]],
    ["<code>x</code>", "x", [span("code", 0, 1)]],
    ["<pre>x</pre>", "x", [span("pre", 0, 1)]],
    ['<pre><code class="language-ts">x</code></pre>', "x", [span("pre", 0, 1, { language: "ts" })]],
    ['<code class="language-ts"><pre>x</pre></code>', "x", [span("pre", 0, 1, { language: "ts" })]],
    ['<code class="language-ts">x</code>', "x", [span("code", 0, 1)]],
    ["<blockquote>q</blockquote>", "q", [span("blockquote", 0, 1)]],
    ["<blockquote expandable>q</blockquote>", "q", [span("expandable_blockquote", 0, 1)]],
    ['<a href="http://a.de/x">y</a>', "y", [span("text_link", 0, 1, { url: "http://a.de/x" })]],
    [
      "<a href='http://a.de/?a&amp;b'>y</a>",
      "y",
      [span("text_link", 0, 1, { url: "http://a.de/?a&b" })],
    ],
    ["<a>a.de</a>", "a.de", [span("text_link", 0, 4, { url: "http://a.de/" })]],
    ['<a href="javascript:x">y</a>', "y", []],
    ['<a href="http://localhost/x">y</a>', "y", []],
    [
      '<tg-emoji emoji-id="5">👍</tg-emoji>',
      "👍",
      [span("custom_emoji", 0, 2, { custom_emoji_id: "5" })],
    ],
    ['<tg-time unix="1" format="wDT">then</tg-time>', "then", []],
    ["👍<b>a</b>", "👍a", [span("bold", 2, 1)]],
    ["<B>a</B >", "a", [span("bold", 0, 1)]],
    ["<b>a</>", "a", [span("bold", 0, 1)]],
    ["<b></b>x", "x", []],
    ["<b>a<i>b</i></b>", "ab", [span("italic", 1, 1), span("bold", 0, 2)]],
    ["&lt;&gt;&amp;&quot;", '<>&"', []],
    ["&lt x", "< x", []],
    ["&nbsp;&apos;&", "&nbsp;&apos;&", []],
    ["&#65;&#x42;&#x1F44D;", "AB👍", []],
    ["&#0;&#x10ffff;", "&#0;&#x10ffff;", []],
    ["a > b", "a > b", []],
  ])("%s", (source, text, entities) => {
    expect(parseHtml(source)).toEqual({ ok: true, text, entities });
  });
});

describe("what is refused", () => {
  test.each([
    ["<p>x</p>", 'Unsupported start tag "p" at byte offset 0'],
    ["é<br>", 'Unsupported start tag "br" at byte offset 2'],
    ["<br/>", 'Unsupported start tag "br/" at byte offset 0'],
    ["a < b", 'Unsupported start tag "" at byte offset 2'],
    ["<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'],
    ["<b", "Unclosed start tag at byte offset 0"],
    ["<", "Unclosed start tag at byte offset 0"],
    ["<a href", 'Unclosed start tag "a" at byte offset 0'],
    ["<a href=", 'Unclosed start tag "a" at byte offset 0'],
    ['<a href="x', "Unclosed start tag at byte offset 0"],
    ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ["<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"],
    ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["<b>x</b", "Unclosed end tag at byte offset 4"],
    ["<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ["<b>x", 'Can\'t find end tag corresponding to start tag "b"'],
    ['<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"],
  ])("%s", (source, fault) => {
    expect(parseHtml(source)).toEqual({ ok: false, description: `can't parse entities: ${fault}` });
  });
});

test("escaped text comes back as it was, whatever it is", () => {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const parsed = parseHtml(`<b>${escaped(text)}</b>`);
      expect(parsed).toEqual({
        ok: true,
        text,
        entities: text === "" ? [] : [span("bold", 0, text.length)],
      });
    }),
  );
});

test("no input makes it throw", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "/",
    "b",
    "pre",
    "code",
    " ",
    "=",
    '"',
    "a",
    "href",
    "&",
    "#",
    ";",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(typeof parseHtml(pieces.join("")).ok).toBe("boolean");
    }),
  );
});
