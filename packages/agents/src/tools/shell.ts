import * as z from "zod/mini";
import { tool } from "./define.ts";
import type { Tool, ToolOutput, ToolScope } from "./tool.ts";

/** What a script has written, and how it ended; a script that was stopped has ended, too. */
export interface ShellResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs scripts over files that are in memory only, and reaches nothing else. */
export interface Shell {
  /**
   * Runs one script. It begins with these files and no others, and ends within bounds of its own.
   *
   * @param script - for a shell of the kind of `bash`
   * @param files - by path, relative to the folder in which the script begins
   * @param signal - ends it early
   */
  run(
    script: string,
    files: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<ShellResult>;
}

const MOST_SCRIPT = 8_000;
const MOST_FILES = 8;
/** Below what any result may have, so that the end of a long one is not what is cut. */
const MOST_OUTPUT = 40_000;
const MOST_ERRORS = 4_000;

const File = z.object({
  as: z
    .string()
    .check(z.minLength(1), z.maxLength(200), z.describe("path of the file, like src/app.ts")),
  from: z.string().check(z.describe("name of the tool whose result it is")),
  input: z.looseObject({}).check(z.describe("input of that tool")),
});
type File = z.infer<typeof File>;

/**
 * A shell for who reads code: what the other tools give is put into files, and a script goes through
 * them. Every call begins anew, so that what is recorded of one is all that there was to it.
 *
 * @param looks - the tools whose results may become files
 */
export function shellTool(shell: Shell, looks: readonly Tool[]): Tool {
  return tool({
    name: "shell",
    about: aboutOf(looks),
    input: z.object({
      script: z.string().check(z.minLength(1), z.maxLength(MOST_SCRIPT)),
      files: z.optional(z.array(File).check(z.maxLength(MOST_FILES))),
    }),
    // What a script finds in files is as strange as the files.
    trust: "untrusted",
    private: looks.some((look) => look.private),
    agents: ["code-worker"],
    async run({ script, files = [] }, scope) {
      const found = await Promise.all(files.map((file) => contentOf(file, looks, scope)));
      const missing = found.flatMap((one) => (one.ok ? [] : [one.error]));
      if (missing.length > 0) return { ok: false, error: missing.join("; ") };
      const held = found.flatMap((one, at): [string, string][] =>
        one.ok ? [[files[at]?.as ?? "", one.text]] : [],
      );
      return { ok: true, text: told(await shell.run(script, new Map(held), scope.signal)) };
    },
  });
}

function aboutOf(looks: readonly Tool[]): string {
  const names = looks.map(({ name }) => name).join(", ");
  const files =
    names === ""
      ? "It begins in an empty folder."
      : `It begins in a folder that holds what you name in "files", and nothing else: results of ${names}, which you need not have read before.`;
  return `Runs a shell script over files in memory, with text tools: grep, sed, awk, jq, diff, sort, uniq, wc, cut, tr, head, tail, find, xargs. Use it to search, count, compare or compute exactly instead of by eye. ${files} Nothing is kept between calls. There is no network, no git, no package manager and no other language: it cannot build or test the project. A script may take two seconds and write 256 KB, of which you see the first ${MOST_OUTPUT} characters.`;
}

async function contentOf(
  { as, from, input }: File,
  looks: readonly Tool[],
  scope: ToolScope,
): Promise<ToolOutput> {
  const look = looks.find(({ name }) => name === from);
  if (!look) return { ok: false, error: `${as}: there is no tool "${from}" for files` };
  const output = await look.run(input, scope);
  return output.ok ? output : { ok: false, error: `${as}: ${output.error}` };
}

/** How it ended comes first: that is short, and what is long may be cut. */
function told({ stdout, stderr, exitCode }: ShellResult): string {
  const errors = stderr === "" ? [] : [`stderr:\n${cut(stderr, MOST_ERRORS)}`];
  return [`exit ${exitCode}`, ...errors, `stdout:\n${cut(stdout, MOST_OUTPUT)}`].join("\n");
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).toWellFormed()}\n(cut: the first ${most} of ${text.length} characters)`;
}
