import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capped, clean, whyOf } from "./answers.ts";

const bytes = (text: string) => new TextEncoder().encode(text).byteLength;

describe("what is long", () => {
  test("is cut at a character, fits, and says so", () => {
    const text = fc.string({ unit: "grapheme", minLength: 0, maxLength: 400 });
    fc.assert(
      fc.property(text, fc.integer({ min: 100, max: 900 }), (given, most) => {
        const cut = capped(given, most);
        expect(bytes(cut)).toBeLessThanOrEqual(most);
        expect(cut === given).toBe(bytes(given) <= most);
        if (cut === given) return;
        const [kept = ""] = cut.split("\n\n[cut: ");
        expect(cut).toContain("\n\n[cut: the first ");
        expect(given.startsWith(kept)).toBe(true);
        expect(kept.isWellFormed()).toBe(true);
        // No more than one character was lost to the limit.
        expect(bytes(cut)).toBeGreaterThan(most - 4);
      }),
    );
  });
});

describe("a fault in words", () => {
  test.each<[Parameters<typeof whyOf>[0], string]>([
    [{ kind: "invalid", message: "no\nsuch   room" }, "no such room"],
    [
      { kind: "rate_limited", message: "x", retryAfterSeconds: 9 },
      "the platform asks to wait 9 seconds",
    ],
    [{ kind: "forbidden", message: "not for s3cret-s3cret" }, "not for ***"],
    [{ kind: "gone", message: "x".repeat(900) }, "x".repeat(500)],
    [
      { kind: "unauthorized", message: "s3cret-s3cret" },
      "the platform refuses the bot's credentials at the moment",
    ],
  ])("%j", (fault, words) => {
    expect(whyOf(fault, ["s3cret-s3cret", null, undefined, ""])).toBe(words);
  });
});

test("a secret that is no secret takes no common words with it", () => {
  expect(clean("the hook is on", ["hook", "is on the"])).toBe("the hook is on");
});
