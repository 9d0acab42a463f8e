import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { exportsOf } from "./exports.ts";

let root = "";
const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
const looked = (...entries: string[]) =>
  exportsOf(
    root,
    "tsconfig.json",
    entries.map((entry) => join(root, entry)),
  );
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "trunkline-exports-")));
  mkdirSync(join(root, "src"));
  const compilerOptions = { module: "esnext", moduleResolution: "bundler", noEmit: true };
  const options = { ...compilerOptions, allowImportingTsExtensions: true, target: "es2024" };
  write("tsconfig.json", JSON.stringify({ compilerOptions: options, include: ["src"] }));
});
afterEach(() => rmSync(root, { recursive: true }));

it("names what has no words, where it is declared", () => {
  write("src/index.ts", 'export { a, b as c } from "./far.ts";\nexport * from "./all.ts";\n');
  write("src/far.ts", "/** A. */\nexport const a = 1;\n// No TSDoc.\nexport const b = 2;\n");
  write("src/all.ts", "/** @returns nothing */\nexport function d() {}\nexport interface E {}\n");
  expect(looked("src/index.ts")).toEqual({
    count: 4,
    undocumented: [
      "src/all.ts: E has no TSDoc.",
      "src/all.ts: d has no TSDoc.",
      "src/far.ts: c has no TSDoc.",
    ],
  });
});

it("takes a type and a value of one name for one, and what is not exported for nobody's", () => {
  write("src/index.ts", 'export { T, type U } from "./far.ts";\n');
  write(
    "src/far.ts",
    "/** T. */\nexport const T = 1;\nexport type T = 1;\n/** U. */\nexport type U = 2;\nexport type V = 3;\n",
  );
  expect(looked("src/index.ts")).toEqual({ count: 2, undocumented: [] });
});

it("counts a name once that two entries export", () => {
  write("src/index.ts", 'export { a } from "./far.ts";\n');
  write("src/far.ts", "export const a = 1;\n");
  expect(looked("src/index.ts", "src/far.ts")).toEqual({
    count: 1,
    undocumented: ["src/far.ts: a has no TSDoc."],
  });
});

it("misses an entry that is not there", () => {
  write("src/index.ts", "export {};\n");
  expect(() => looked("src/other.ts")).toThrow("src/other.ts");
});
