import { expect, test } from "vitest";
import { sanitize } from "./sanitize.ts";

/**
 * Texts that are made to cost more than their length: openings without an end, marks that fit one another
 * in many ways, nesting. At a million characters each, anything that is not linear takes hours instead of
 * less than a second, so the limit of the runner is bound enough.
 */
const SIZE = 1_000_000;
const filled = (unit: string, before = ""): string =>
  before + unit.repeat(Math.ceil(SIZE / unit.length));
const counted = (unit: (n: number) => string, most = 1500): string =>
  Array.from({ length: most }, (_, n) => unit(n)).join("");

test.each([
  ["comments that do not end", filled("<!--")],
  ["comments that end with a bang", filled("<!-- --!>")],
  ["instructions", filled("<?")],
  ["CDATA", filled("<![CDATA[")],
  ["comments that come together", filled("<!<!--a-->--b-->")],
  ["tags that do not end", filled("<a ")],
  ["quotes in tags", filled("<a b='\" ")],
  ["values in raw HTML", filled('<a b="', "<div>\n")],
  ["scripts in raw HTML", filled("<script>", "<div>\n")],
  ["attributes", filled("b ", "<a ")],
  ["styles", filled("/*", '<p style="')],
  ["hidden elements", filled("<span hidden>")],
  ["angle brackets", filled("<")],
  ["brackets", filled("[")],
  ["pictures", filled("![")],
  ["addresses that do not end", filled("](")],
  ["titles that do not end", filled("[a](b \"c' ")],
  ["labels", filled("[a")],
  ["definitions", filled("[a]: b\n")],
  ["titles of definitions", filled('[a]: b "\n')],
  ["notes that call the next one", counted((n) => `[^${n}]: a [^${n + 1}]\n\n`, 40_000)],
  ["runs of backticks, each longer", counted((n) => `${"`".repeat(n)} `)],
  ["pairs of backticks", filled("` `` ")],
  ["escapes in an address", filled("\\`", "http://")],
  ["quotes in quotes", filled(">")],
  ["items in items", filled("- ")],
  ["rules that are none", `${filled("* ")}x`],
  ["rows of a table", filled("| b | c |\n", "| a |\n|--|\n")],
  ["bars", filled("|")],
  ["dollars", filled("$a")],
  ["phantoms", filled("\\phantom{", "$")],
  ["colours", filled("\\color{white}", "$")],
  ["references that come together", filled("&#82&#8203;03;")],
  ["spaces", `${filled(" ")}x`],
  ["lines", filled("\n")],
  ["front matters", filled("---\na: b\n---\n")],
  ["invisible characters", filled("\u200B")],
  ["joiners", filled("👩\u200D")],
  ["marks", filled("\u0301", "a")],
  ["escape sequences", filled("\x1B]")],
  ["concealed text", filled("\x1B[8m")],
  ["base64", filled("aB3", "http://a.example/")],
])("%s", (_name, text) => {
  const once = sanitize(text).text;
  expect(sanitize(once).text).toBe(once);
});
