import { describe, expect, test } from "vitest";
import { content, isLost, removed, unlessGone } from "./calls.ts";
import { asana } from "./index.ts";

const SINCE = new Date("2026-04-27T14:00:00.000Z");
const at = (seconds: number) => new Date(SINCE.getTime() + seconds * 1000).toISOString();
const refused = (status: number) => Promise.reject(Object.assign(new Error("x"), { status }));
const outcome = (call: Promise<unknown>) => call.catch(() => "thrown");

test("a comment is rich text or plain text, never both", () => {
  expect(content({ text: "<body>a</body>", plain: "a", format: "markup" })).toEqual({
    data: { html_text: "<body>a</body>" },
  });
  expect(content({ text: "a", plain: "a", format: "plain" })).toEqual({ data: { text: "a" } });
});

test("what is gone already is removed; what we may not remove is not", async () => {
  expect(await outcome(removed(Promise.resolve({})))).toBeUndefined();
  expect(await outcome(removed(refused(404)))).toBeUndefined();
  expect(await outcome(removed(refused(403)))).toBe("thrown");
  expect(await outcome(removed(refused(500)))).toBe("thrown");
});

test("what is not visible to us is not there", async () => {
  expect(await outcome(unlessGone(refused(404)))).toBeNull();
  expect(await outcome(unlessGone(refused(403)))).toBeNull();
  expect(await outcome(unlessGone(refused(401)))).toBe("thrown");
  expect(await outcome(unlessGone(Promise.resolve(7)))).toBe(7);
});

describe("a comment of ours that may be lost", () => {
  const story = {
    gid: "7",
    resource_subtype: "comment_added",
    created_at: at(1),
    created_by: { gid: "100" },
    html_text: "<body>done</body>",
  };
  const lost = { key: "k", since: SINCE, text: "done", known: [] };

  test.each<[string, object, object, boolean]>([
    ["is this one", {}, {}, true],
    ["is of somebody else", { created_by: { gid: "55" } }, {}, false],
    ["is of nobody", { created_by: null }, {}, false],
    ["is the system's", { resource_subtype: "assigned" }, {}, false],
    ["is older", { created_at: at(-60) }, {}, false],
    ["is of the same moment on another clock", { created_at: at(-5) }, {}, true],
    ["is known already", {}, { known: [{ task: "9", story: "7" }] }, false],
    ["is not that other one", {}, { known: [{ task: "9", story: "8" }] }, true],
    ["says something else", { html_text: "<body>not done</body>" }, {}, false],
    ["was sent plain, and is told plain", { html_text: null, text: "done\n" }, {}, true],
  ])("%s", (_name, other, query, expected) => {
    expect(isLost({ ...story, ...other }, { ...lost, ...query }, "100")).toBe(expected);
  });

  test.each([
    "# Title\n\n- a\n- b\n  1. c\n\n> quote\n\n`code` **bold**",
    "see [this](https://x.y/z) and https://x.y",
    "👍",
    "42 %",
    "1. one\n2. two",
    "- [x] ticked\n- [ ] open",
  ])("is known by its words, whatever Asana makes of the rest: %j", (markdown) => {
    const { text, plain } = asana.dialect.render(markdown);
    const query = { ...lost, text: plain };
    expect(isLost({ ...story, html_text: text }, query, "100")).toBe(true);
    // Addresses become links when they are shown.
    const linked = plain.replaceAll(/https?:\/\/[^\s)]+/g, (url) => `<a href="${url}">${url}</a>`);
    const shown = `<body>${linked.replaceAll("\n", "\n\n")}</body>`;
    expect(isLost({ ...story, html_text: shown }, query, "100")).toBe(true);
    expect(isLost({ ...story, html_text: "<body>43 %</body>" }, query, "100")).toBe(false);
  });
});
