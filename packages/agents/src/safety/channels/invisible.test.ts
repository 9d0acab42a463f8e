import fc from "fast-check";
import { expect, test } from "vitest";
import { INVISIBLE, revealed, visible } from "./invisible.ts";

test("what nobody sees is shown by its number", () => {
  expect(revealed("a\u202Eb\u200Bc\u{E0041}")).toBe("a[U+202E]b[U+200B]c[U+E0041]");
});

test.each([
  "@\u200Brob",
  "#\u200B1",
  "GH-\u200B1",
  "f\u200Bixes",
  "\u{1F468}\u200D\u{1F469}",
  "a\n\tb",
])("%j stays: it is ours, or is seen", (text) => {
  expect(revealed(text)).toBe(text);
});

test("a second one is no break of ours", () => {
  expect(revealed("@\u200B\u200Brob")).toBe("@\u200B[U+200B]rob");
});

test("what is seen stays as it is, and nothing else is left that is not", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."ab @#\u202E\u200D\u{E0041}\u2066\u3164\u{1F468}\uFE0F"),
  });
  fc.assert(
    fc.property(text, (given) => {
      const shown = revealed(given);
      if (!INVISIBLE.test(given)) expect(shown).toBe(given);
      expect(visible(shown, () => undefined)).toBe(shown);
    }),
  );
});
