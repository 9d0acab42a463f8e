import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cacheFolder } from "./cache.ts";
import { builtBefore, rememberBuild } from "./reuse.ts";

const FOLDER = "apps/one";
const SOURCES = ["apps/one/src/index.ts", "packages/p/src/a.ts"];
const modules = [{ name: "index.js", kind: "esModule" as const, content: Buffer.from("1") }];
const begun = Date.now() + 60_000;
let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trunkline-reuse-"));
  for (const path of ["pnpm-lock.yaml", "node_modules/wrangler/package.json", "tsconfig.json"]) {
    write(path, "{}");
  }
  write("apps/one/wrangler.jsonc", "{}");
  write("packages/p/package.json", "{}");
  for (const path of SOURCES) write(path, "export {}");
});
afterEach(() => rmSync(root, { recursive: true }));

test("what has not changed is there, for this folder only", () => {
  expect(builtBefore(root, FOLDER)).toBeNull();
  rememberBuild(root, FOLDER, { sources: SOURCES, modules, begun });
  expect(builtBefore(root, FOLDER)).toEqual(modules);
  expect(builtBefore(root, "apps/two")).toBeNull();
  expect(builtBefore(root, FOLDER, ["--define", "A:true"])).toBeNull();
  // The same content again, as after a checkout.
  write("packages/p/src/a.ts", "export {}");
  expect(builtBefore(root, FOLDER)).toEqual(modules);
});

test.each([
  "packages/p/src/a.ts",
  "packages/p/package.json",
  "apps/one/wrangler.jsonc",
  "tsconfig.json",
  "pnpm-lock.yaml",
  "package-lock.json",
  "node_modules/wrangler/package.json",
])("a change of %s is a reason to build", (path) => {
  rememberBuild(root, FOLDER, { sources: SOURCES, modules, begun });
  write(path, "export const other = 1");
  expect(builtBefore(root, FOLDER)).toBeNull();
});

test("a source that is gone, and a cache that was cleaned, are reasons to build", () => {
  rememberBuild(root, FOLDER, { sources: SOURCES, modules, begun });
  rmSync(join(root, "packages/p/src/a.ts"));
  expect(builtBefore(root, FOLDER)).toBeNull();
  write("packages/p/src/a.ts", "export {}");
  rmSync(cacheFolder(root), { recursive: true });
  expect(builtBefore(root, FOLDER)).toBeNull();
});

test("a source that was saved while it was built is not trusted", () => {
  const later = new Date(begun + 1);
  utimesSync(join(root, "packages/p/src/a.ts"), later, later);
  rememberBuild(root, FOLDER, { sources: SOURCES, modules, begun });
  expect(builtBefore(root, FOLDER)).toBeNull();
});
