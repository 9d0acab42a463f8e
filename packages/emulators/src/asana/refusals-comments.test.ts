import { afterAll, beforeAll, test } from "vitest";
import { type Case, Refusals } from "./test-refusals.ts";

// Each refusal with its words. Where these come from stands in the source, beside each of them.

let here: Refusals;
beforeAll(async () => {
  here = await Refusals.open();
});
afterAll(() => here.office.close());

const INVALID = "XML is invalid";
const comment = (name: string, data: object, status: number, message: string): Case => [
  name,
  "POST",
  "/tasks/{task}/stories",
  { data },
  status,
  message,
];

const html = (name: string, html_text: string): Case => comment(name, { html_text }, 400, INVALID);

test.each<Case>([
  comment("no text", {}, 400, "text: Missing input"),
  comment("an empty text", { text: "" }, 400, "text: Missing input"),
  comment("a number", { text: 5 }, 400, "text: Value is not a string: 5"),
  comment("too much", { text: "x".repeat(101) }, 400, "text: Value is too long"),
  comment(
    "too much markup",
    { html_text: `<body>${"x".repeat(100)}</body>` },
    400,
    "html_text: Value is too long",
  ),
  comment(
    "both texts",
    { text: "a", html_text: "<body>a</body>" },
    400,
    "You may only provide one of text or html_text!",
  ),
  comment("a field that is none", { text: "a", txt: "b" }, 400, "Unrecognized request field txt"),
  comment(
    "a field to be read",
    { text: "a", liked: true },
    400,
    "liked: Cannot write this property",
  ),
  comment(
    "a pin that is none",
    { text: "a", is_pinned: "yes" },
    400,
    'is_pinned: Value is not a boolean: "yes"',
  ),
  [
    "a comment on nothing",
    "POST",
    "/tasks/1/stories",
    { data: { text: "x" } },
    404,
    "task: Unknown object: 1",
  ],
  [
    "a comment in private",
    "POST",
    "/tasks/{closed}/stories",
    { data: { text: "x" } },
    403,
    "You do not have access to this task.",
  ],
  [
    "an edit of hers",
    "PUT",
    "/stories/{hers}",
    { data: { text: "x" } },
    403,
    "You do not have permission to edit this story.",
  ],
  [
    "an edit of the system's",
    "PUT",
    "/stories/{system}",
    { data: { text: "x" } },
    403,
    "You do not have permission to edit this story.",
  ],
  [
    "an edit to nothing",
    "PUT",
    "/stories/{comment}",
    { data: { text: "" } },
    400,
    "text: Missing input",
  ],
  [
    "an edit with bad markup",
    "PUT",
    "/stories/{comment}",
    { data: { html_text: "<b>x</b>" } },
    400,
    INVALID,
  ],
  [
    "a deletion of hers",
    "DELETE",
    "/stories/{hers}",
    null,
    403,
    "You do not have permission to delete this story.",
  ],
  html("no markup", "x"),
  html("no body", "<strong>x</strong>"),
  html("two roots", "<body/><body/>"),
  html("not closed", "<body><em>x</body>"),
  html("a bare &", "<body>R&D</body>"),
  html("a non-breaking space by name", "<body>&nbsp;</body>"),
  html("a control character", "<body>\u0000</body>"),
  html("]]>", "<body>]]></body>"),
  html("a line break", "<body>a<br/>b</body>"),
  html("a paragraph", "<body><p>a</p></body>"),
  html("bold by its other name", "<body><b>a</b></body>"),
  html("a header", "<body><h1>a</h1></body>"),
  html("a quote", "<body><blockquote>a</blockquote></body>"),
  html("a block of code", "<body><pre>a</pre></body>"),
  html("capitals", "<body><STRONG>a</STRONG></body>"),
  html("a body in the body", "<body><body>a</body></body>"),
  html("an attribute", '<body><strong id="1">a</strong></body>'),
  html("an attribute of the body", '<body lang="en">a</body>'),
  html("a target", '<body><a href="https://example.com" target="_blank">a</a></body>'),
  html("a link to nowhere", "<body><a>a</a></body>"),
  html("a link to a script", '<body><a href="javascript:x">a</a></body>'),
  html("a mention of nobody", '<body><a data-asana-gid="1"/></body>'),
  html("a mention in secret", '<body><a data-asana-gid="{hidden}"/></body>'),
  html("an item outside of a list", "<body><li>a</li></body>"),
  html("text in a list", "<body><ul>a</ul></body>"),
  html("a list in a list without an item", "<body><ul><ul><li>a</li></ul></ul></body>"),
])("%s", (...one) => here.check(one));
