import { describe, expect, test } from "vitest";
import { type Shell, shellTool } from "./shell.ts";
import type { Tool, ToolOutput } from "./tool.ts";

const scope = {
  actor: { conversation: "c", platform: "p", userId: "7", userName: "Ann" },
  key: "k",
  seen: { untrusted: false, private: false },
  signal: new AbortController().signal,
};

/** A look that gives its input back, or what it is told to give. */
function look(name: string, more: Partial<Tool> = {}, output?: ToolOutput): Tool {
  return {
    ...{ name, about: name, schema: {}, effect: "read", trust: "untrusted", private: true },
    agents: ["code-worker"],
    run: async (input) => output ?? { ok: true, text: JSON.stringify(input) },
    ...more,
  };
}

/** A shell that lists what it was given. */
const listing: Shell = {
  run: async (script, files) => ({
    stdout: [script, ...[...files].map(([path, text]) => `${path}=${text}`)].join("|"),
    stderr: "",
    exitCode: 0,
  }),
};

const saying = (stdout: string, stderr = "", exitCode = 0): Shell => ({
  run: async () => ({ stdout, stderr, exitCode }),
});

const file = (as: string, from: string, input: object = {}) => ({ as, from, input });

describe("a shell over what other tools give", () => {
  test("has the results of other tools as files, and no more", async () => {
    const tool = shellTool(listing, [look("read"), look("diff")]);
    const files = [file("a.ts", "read", { path: "a.ts" }), file("the.diff", "diff", { number: 7 })];
    expect(await tool.run({ script: "ls", files }, scope)).toEqual({
      ok: true,
      text: 'exit 0\nstdout:\nls|a.ts={"path":"a.ts"}|the.diff={"number":7}',
    });
    expect(await tool.run({ script: "ls" }, scope)).toMatchObject({
      text: "exit 0\nstdout:\nls",
    });
  });

  test("does not run on half of the files", async () => {
    const missing = look("read", {}, { ok: false, error: "there is no such file" });
    const tool = shellTool(listing, [missing, look("diff")]);
    const files = [file("a", "read"), file("b", "diff"), file("c", "shell")];
    expect(await tool.run({ script: "ls", files }, scope)).toEqual({
      ok: false,
      error: 'a: there is no such file; c: there is no tool "shell" for files',
    });
  });

  test("how it ended and its errors stand before what may be cut", async () => {
    const tool = shellTool(saying("x".repeat(50_000), "y".repeat(5_000), 3), []);
    const output = await tool.run({ script: "x" }, scope);
    const text = output.ok ? output.text : "";
    expect(text).toMatch(/^exit 3\nstderr:\ny{4000}\n\(cut: the first 4000 of 5000 characters\)\n/);
    expect(text).toMatch(/\nstdout:\nx{40000}\n\(cut: the first 40000 of 50000 characters\)$/);
  });

  test.each([
    ["no script", { script: "" }],
    ["a script that is too long", { script: "x".repeat(8_001) }],
    ["too many files", { script: "x", files: Array(9).fill(file("a", "read")) }],
    ["a file without a name", { script: "x", files: [file("", "read")] }],
  ])("%s is an error of the output", async (_, input) => {
    const output = await shellTool(listing, [look("read")]).run(input, scope);
    expect(output).toMatchObject({ ok: false });
  });

  test("its words are a stranger's, and as private as what it may read", () => {
    const open = look("read", { private: false, trust: "owner" });
    expect(shellTool(listing, [open])).toMatchObject({ trust: "untrusted", private: false });
    expect(shellTool(listing, [open, look("diff")])).toMatchObject({ private: true });
    expect(shellTool(listing, [])).toMatchObject({ effect: "read", agents: ["code-worker"] });
  });
});
