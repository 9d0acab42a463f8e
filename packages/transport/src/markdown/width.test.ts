import { expect, test } from "vitest";
import { width } from "./width.ts";

test.each<[string, string, number]>([
  ["letters", "abc", 3],
  ["umlauts, composed or not", "äa\u0308", 2],
  ["Chinese", "世界", 4],
  ["Hangul", "각", 2],
  ["full-width letters", "Ａ", 2],
  ["half-width katakana", "ｱ", 1],
  ["emoji", "😀", 2],
  ["a skin tone", "👍🏽", 2],
  ["a family", "👨‍👩‍👧‍👦", 2],
  ["a flag", "🇩🇪", 2],
  ["text style and emoji style", "❤❤\uFE0F", 3],
  ["nothing to see", "\u200B\u202E", 0],
])("%s", (_name, text, columns) => {
  expect(width(text)).toBe(columns);
});
