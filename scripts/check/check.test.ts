import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { snippets } from "./docs.ts";
import {
  adapterLines,
  codeLines,
  leakedNames,
  linesBeside,
  tooLong,
  tooManyLines,
} from "./lines.ts";
import { findings } from "./secrets.ts";

let root: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trunkline-check-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const LINES: [string, string, number][] = [
  ["an import", 'import { a } from "x";\nimport "y";\nimport type { T } from "z";', 0],
  ["a long import", 'import {\n  a,\n  type B,\n} from "x";\na();', 1],
  [
    "an interface and a type",
    'interface A {\n  x: string;\n}\nexport type B =\n  | "a"\n  | "b";',
    0,
  ],
  ["comments and blank lines", "// a\n\n/** b\n * c\n */\nrun(); // d\n/* e */ run();", 2],
  ["a type beside code", "export const f = (a: string): void => {\n  run(a);\n};", 3],
  ["comment signs in strings", 'const a = "http://x/*";\nconst b = `//\n/*`;\nrun();', 4],
  ["comment signs in expressions", "const a = /[/*]\\/\\/'/.test(b);\nrun();", 2],
  ["a re-export", 'export { Chat } from "x";', 1],
];
it.each(LINES)("counts %s", (_, source, lines) => {
  expect(codeLines(source)).toBe(lines);
});

describe("the promises about files", () => {
  it("counts an adapter over all its folders, without its tests", () => {
    write("apps/telegram/src/a.ts", "run();\n".repeat(40));
    write("apps/telegram/src/deep/b.ts", "run();\n".repeat(21));
    write("apps/telegram/src/a.test.ts", "run();\n".repeat(99));
    write("apps/telegram/reach/c.ts", "run();\n".repeat(99));
    write("examples/linear/src/a.ts", "run();\n".repeat(60));
    write("examples/linear/knowledge/b.ts", "run();\n".repeat(99));
    const counts = adapterLines(root);
    expect(counts).toEqual([
      { platform: "telegram", folder: "apps/telegram", lines: 61, limit: 60 },
      { platform: "linear", folder: "examples/linear", lines: 60, limit: 60 },
    ]);
    write("apps/telegram/door/d.ts", "run();\n".repeat(7));
    write("apps/telegram/door/testing.ts", "run();\n");
    expect(linesBeside(root, "apps/telegram")).toEqual(["reach 99", "door 7"]);
    expect(linesBeside(root, "examples/linear")).toEqual([]);
    expect(tooManyLines(counts)).toEqual(["apps/telegram/src has 61 code lines; the limit is 60."]);
  });

  it("finds a platform's name where it must not be", () => {
    write("packages/agents/src/chat/a.ts", "run();\n// as Telegram does\n");
    write("packages/agents/src/tools/a.ts", "github();");
    write("packages/agents/src/a.test.ts", "asana();");
    write("packages/transport/src/github/a.ts", 'import "../asana/x";\n// github');
    write("packages/transport/src/core.ts", "// nothing");
    expect(leakedNames(root)).toEqual([
      "packages/agents/src/chat/a.ts:2: // as Telegram does",
      "packages/agents/src/tools/a.ts:1: github();",
      'packages/transport/src/github/a.ts:1: import "../asana/x";',
    ]);
  });

  it("finds files that are too long", () => {
    write("packages/x/src/a.ts", "a();\n".repeat(300));
    write("packages/x/src/b.ts", "a();\n".repeat(301));
    write("packages/x/node_modules/c.ts", "a();\n".repeat(301));
    expect(tooLong(root)).toEqual(["packages/x/src/b.ts has 301 lines; split it (at most 300)."]);
  });
});

it("takes the ts snippets of a page, at their lines", () => {
  const page =
    "# T\n\n```ts\na();\nb();\n```\n```sh\nls\n```\n```ts in=packages/agents\nc();\n```\n";
  expect(snippets(page)).toEqual([
    { place: "apps/telegram", code: "\n\n\na();\nb();\nexport {};\n" },
    { place: "packages/agents", code: "\n\n\n\n\n\n\n\n\n\nc();\nexport {};\n" },
  ]);
});

const fake = (...parts: string[]): string => parts.join("");
const LEAKS: [string, string, string, string[]][] = [
  ["a key", "a.ts", fake("sk-ant-", "a".repeat(30)), ["a.ts:1: an Anthropic key"]],
  ["a token", "a.ts", fake("ghp", "_", "a".repeat(36)), ["a.ts:1: a GitHub token"]],
  [
    "a bot's token",
    "a.ts",
    fake("123456789:", "AA", "b".repeat(33)),
    ["a.ts:1: a Telegram bot token"],
  ],
  ["a made-up one", "a.ts", fake("ghp", "_", "a".repeat(36), " // not a secret"), []],
  ["a registry", "a.ts", "x\nhttps://packages.example/a", ["a.ts:2: the host name of a registry"]],
  [
    "the lock file",
    "pnpm-lock.yaml",
    "tarball: https://x/a",
    ["pnpm-lock.yaml:1: an address in the lock file"],
  ],
  ["innocent text", "a.ts", "https://example.org/sk-ant- 12:AA", []],
];
it.each(LEAKS)("looks for %s", (_, path, text, found) => {
  expect(findings(path, text, "packages.example")).toEqual(found);
});
