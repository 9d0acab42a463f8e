import type { BashOptions, CommandName, CustomCommand } from "just-bash/browser";

/** What is known of one use of a command before it runs. */
export interface Use {
  readonly args: readonly string[];
  /** Text of the file, or of what comes in for `-`; empty where there is none. */
  readonly read: (path: string) => Promise<string>;
}

/** Whether a use of a command would compute for too long; null: it would not. */
export type Refusal = (use: Use) => Promise<string | null>;

/** A pattern of this length takes about half a second for 64 KB in lines of a usual length. */
const MOST_PATTERN = 1_000;
/** Two texts without a line in common: about a second. Its work grows with the square. */
const MOST_DIFFERENT = 3_000;

/** Each pattern meets each line, and the library looks at no clock meanwhile. */
export const longPattern: Refusal = async ({ args }) => {
  if (args.some((arg) => /^-[A-Za-z]*f|^--file(?:=|$)/.test(arg))) {
    return "patterns or scripts from a file are not supported here";
  }
  const length = args.reduce((sum, arg) => sum + arg.length, 0);
  return length > MOST_PATTERN ? `more than ${MOST_PATTERN} characters of arguments` : null;
};

/** What stands the same at both ends costs nothing. */
export const farApart: Refusal = async ({ args, read }) => {
  const texts = await Promise.all(args.map(read));
  const [one = [], other = []] = texts
    .map((text) => text.split("\n"))
    .toSorted((a, b) => b.length - a.length);
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const different = one.length + other.length - 2 * (head + tail);
  if (different <= MOST_DIFFERENT) return null;
  return `the texts differ over ${different} lines, more than ${MOST_DIFFERENT}: compare parts of them`;
};

type Library = typeof import("just-bash/browser");

/** A command of the library that is looked at before it runs, with the same files and limits. */
export function guarded(
  { Bash, defineCommand }: Library,
  name: CommandName,
  refusal: Refusal,
  options: BashOptions,
): CustomCommand {
  return defineCommand(name, async (args, { fs, cwd, stdin, signal }) => {
    // One character for each byte (the library's `ByteString`): that has the same lines.
    const piped = String(stdin);
    const read = async (path: string) => {
      if (path === "-") return piped;
      // Not every argument is a file.
      return fs.readFile(fs.resolvePath(cwd, path)).catch(() => "");
    };
    const why = await refusal({ args, read });
    if (why !== null) return { stdout: "", stderr: `${name}: ${why}\n`, exitCode: 2 };
    const inner = new Bash({ ...options, fs, commands: [name] });
    const { stdout, stderr, exitCode } = await inner.exec(name, {
      ...{ args, cwd, stdin: piped, stdinKind: "bytes" as const },
      ...(signal ? { signal } : {}),
    });
    // Nothing else of it: what the inner shell has counted is no part of the outer one's count.
    return { stdout, stderr, exitCode, stdoutKind: "text" as const };
  });
}
