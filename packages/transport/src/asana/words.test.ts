import { describe, expect, test } from "vitest";
import { wordsOf } from "./words.ts";

const BOT = "100";
const bot =
  '<a href="https://app.asana.com/0/100/list" data-asana-accessible="true" data-asana-dynamic="true" data-asana-type="user" data-asana-gid="100">@Bot</a>';
const ann =
  '<a href="https://app.asana.com/0/55/list" data-asana-type="user" data-asana-gid="55">@Ann</a>';

describe("a mention of the bot", () => {
  test.each<[string, string]>([
    [`<body>${bot} how are you?</body>`, "how are you?"],
    [`<body>${bot}, how are you?</body>`, "how are you?"],
    [`<body>please ${bot} look</body>`, "please look"],
    [`<body>thanks ${bot}</body>`, "thanks"],
    [`<body>${bot} ${bot} hi</body>`, "hi"],
    [`<body><ul><li>${bot} a</li></ul></body>`, "- a"],
    [`<body>${ann} and ${bot} talk</body>`, "@Ann and talk"],
    // Nothing but the call.
    [`<body>${bot}</body>`, "@Bot"],
    ['<body><a data-asana-gid="100"/></body>', "@you"],
    ['<body><a data-asana-gid="100"/> hi</body>', "hi"],
  ])("%s", (html, text) => {
    expect(wordsOf(html, BOT)).toEqual({ text, mentioned: true, attached: [] });
  });

  test.each([
    `<body>${ann} hi</body>`,
    // A name is no mention: only the gid counts.
    "<body>@Bot hi</body>",
    '<body><a href="https://app.asana.com/0/100/list">@Bot</a> hi</body>',
    '<body><a data-asana-type="task" data-asana-gid="100">Bot</a> hi</body>',
    '<body>&lt;a data-asana-gid="100"/&gt; hi</body>',
    '<body><!-- <a data-asana-gid="100"/> -->hi</body>',
    '<body><a data-asana-accessible="false" data-asana-dynamic="true">Private User</a> hi</body>',
  ])("none: %s", (html) => {
    expect(wordsOf(html, BOT).mentioned).toBe(false);
  });

  test("while we do not know who we are, nobody is us", () => {
    expect(wordsOf('<body><a data-asana-gid="">x</a></body>', "none").mentioned).toBe(false);
  });
});

describe("rich text as a person means it", () => {
  test.each<[string, string]>([
    ["<body>a\nb</body>", "a\nb"],
    ["<body><strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <code>e</code></body>", "a b c d e"],
    [
      "<body>x<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>y</body>",
      "x\n- a\n  1. b\n  2. c\n- d\ny",
    ],
    ["<body><h1>t</h1>x<hr/>y<blockquote>q</blockquote><pre>p</pre></body>", "t\nx\ny\nq\np"],
    ["<body>a<br/>b<p>c</p></body>", "a\nb\nc"],
    [
      "<body>a &amp; &lt;b&gt; &quot;c&quot; &apos; &#65;&#x42; &nbsp; &#0;</body>",
      'a & <b> "c" \' AB &nbsp;',
    ],
    ['<body><a href="https://x.y/z">see</a></body>', "see (https://x.y/z)"],
    ['<body><a href="https://x.y/z">https://x.y/z</a></body>', "https://x.y/z"],
    ['<body><a href="mailto:a@b.c">a@b.c</a></body>', "a@b.c"],
    [
      '<body><a data-asana-type="task" data-asana-gid="1" href="https://app.asana.com/0/0/1">Buy milk</a></body>',
      "Buy milk",
    ],
    ['<body><a href="https://x.y/?q=>">gt</a></body>', "gt (https://x.y/?q=>)"],
    // Stories of the system have no body, and tags of their own.
    ["<b>Ann</b> assigned to you", "Ann assigned to you"],
    ["no tags at all, 1 < 2", "no tags at all, 1 < 2"],
    ["<body><future-tag x='1'>word</future-tag></body>", "word"],
    ["<body>unclosed <strong>x", "unclosed x"],
    ["", ""],
  ])("%s", (html, text) => {
    expect(wordsOf(html, BOT).text).toBe(text);
  });
});

test("files in the text are named", () => {
  const html =
    '<body>see <a data-asana-type="attachment" data-asana-gid="71" href="https://x.y/f">plan.pdf</a>' +
    '<img data-asana-gid="72" alt="shot.png" src="https://x.y/i"/><img src="https://x.y/i"/></body>';
  expect(wordsOf(html, BOT).attached).toEqual([
    { kind: "other", id: "71", name: "plan.pdf" },
    { kind: "image", id: "72", name: "shot.png" },
  ]);
});
