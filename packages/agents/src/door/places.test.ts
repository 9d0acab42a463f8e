import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shut } from "./places.ts";

type Use = Parameters<typeof shut>[0];
const read = (...places: string[]): Use => ({ tool: "get_issue", effect: "read", places });
const merge = (...places: string[]): Use => ({ tool: "merge", effect: "approve", places });

describe("a place", () => {
  test.each<[string, Use, string | null, string | null | undefined, boolean]>([
    ["one's own", read("a/b"), "a/b", undefined, true],
    ["one's own, spelled otherwise", read("A/b"), "a/B", undefined, true],
    ["one's own, for an act", merge("a/b"), "a/b", "", true],
    ["another", read("a/c"), "a/b", undefined, false],
    ["another, from elsewhere", read("a/c"), null, null, false],
    ["none", read(), "a/b", "*", false],
    ["listed", read("a/c"), null, " x/y , A/C ", true],
    ["listed, with another that is not", read("a/c", "a/d"), null, "a/c", false],
    ["listed and one's own", read("a/c", "a/b"), "a/b", "a/c", true],
    ["of a family", merge("a/c"), null, "a/*", true],
    ["of another family", merge("ab/c"), null, "a/*", false],
    ["anywhere", merge("ab/c"), null, "*", true],
    ["for looks, a look", read("a/c"), null, "read@a/c", true],
    ["for looks, an act", merge("a/c"), null, "read@a/c", false],
    ["for acts, an act", merge("a/c"), null, "act@*", true],
    ["for one tool", merge("a/c"), null, "merge@a/c", true],
    ["for another tool", read("a/c"), null, "merge@a/c", false],
    ["forbidden at home", merge("a/b"), "a/b", "-merge@*", false],
    ["forbidden for acts, a look", read("a/b"), "a/b", "-act@*", true],
    ["forbidden after it was opened", merge("a/b"), null, "a/b,-act@a/*", false],
    ["forbidden before it is opened", merge("a/b"), null, "-act@a/*,a/b", false],
    ["empty entries", read("a/c"), null, ",-,@,read@,", false],
  ])("%s", (_name, use, home, setting, open) => {
    expect(shut(use, home, setting) === null).toBe(open);
  });

  test("is never opened by a setting that only forbids", () => {
    const word = fc.stringMatching(/^[a-z/*@-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(word), fc.stringMatching(/^[a-z]\/[a-z]$/), (entries, place) => {
        const setting = entries.map((entry) => `-${entry.replace(/^-+/, "")}`).join(",");
        expect(shut(read(place), null, setting)).not.toBeNull();
      }),
    );
  });

  test("is never opened by one more rule that forbids", () => {
    const rule = fc.constantFrom("a/b", "a/*", "*", "read@*", "-get_issue@a/b", "-act@*", "-b/*");
    fc.assert(
      fc.property(fc.array(rule), rule, fc.constantFrom("a/b", "b/a"), (rules, more, place) => {
        fc.pre(more.startsWith("-"));
        const before = shut(read(place), null, rules.join(","));
        const after = shut(read(place), null, [...rules, more].join(","));
        expect(before !== null && after === null).toBe(false);
      }),
    );
  });
});
