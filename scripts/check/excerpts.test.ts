import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { excerpts, staleExcerpts } from "./excerpts.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trunkline-excerpts-"));
  mkdirSync(join(root, "docs"));
  writeFileSync(join(root, "a.ts"), "one();\ntwo();\n  three();\nfour();\n");
});
afterEach(() => rmSync(root, { recursive: true }));

const page = (path: string, ...lines: string[]): string =>
  ["# Page", `<!-- from: ${path} -->`, "", "```typescript", ...lines, "```", ""].join("\n");

it("finds what is taken from where, and at which line", () => {
  const found = excerpts(page("a.ts", "one();", "// …", "four();"));
  expect(found).toEqual([{ path: "a.ts", line: 4, pieces: ["one();", "four();"] }]);
});

it.each<[string, string[], string[]]>([
  ["the whole file", ["one();", "two();", "  three();", "four();"], []],
  ["a part of it", ["two();", "  three();"], []],
  ["two parts", ["one();", "// …", "  three();"], []],
  ["two parts in the wrong order", ["two();", "// …", "one();"], ["not what stands in a.ts"]],
  ["other words", ["two(2);"], ["not what stands in a.ts"]],
  ["half a line", ["three();"], ["not what stands in a.ts"]],
])("%s", (_name, lines, findings) => {
  writeFileSync(join(root, "docs/x.md"), page("a.ts", ...lines));
  expect(staleExcerpts(root)).toEqual(findings.map((why) => `docs/x.md:4: ${why}`));
});

it("misses the file, or the block", () => {
  writeFileSync(join(root, "docs/x.md"), page("b.ts", "one();"));
  writeFileSync(join(root, "docs/y.md"), "<!-- from: a.ts -->\nno block");
  expect(staleExcerpts(root)).toEqual([
    "docs/x.md:4: there is no b.ts",
    "docs/y.md:1: no block follows",
  ]);
});
