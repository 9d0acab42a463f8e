import type { BashOptions, CommandName } from "just-bash/browser";

/**
 * What one script may use. Nothing can stop JavaScript from outside, and while a script computes, no other
 * object of the process does: these are small on purpose.
 */
export const MOST_MS = 2_000;
export const TOO_LONG = "the script takes too long";
/**
 * Statements and expressions of all languages together. On Cloudflare nothing else would end a loop: there the
 * clock only moves when something comes in from outside (Workers docs, security model).
 */
const MOST_STEPS = 200_000;
/** Also of what goes from one command to the next. */
export const MOST_OUTPUT_BYTES = 256_000;

export const LIMITS = {
  maxExecutionTimeMs: MOST_MS,
  maxSourceBytes: 32_000,
  maxCommandCount: 10_000,
  maxLoopIterations: 10_000,
  maxAwkIterations: 20_000,
  maxSedIterations: 20_000,
  maxJqIterations: 20_000,
  maxQueryElements: 50_000,
  maxArrayElements: 20_000,
  maxCallDepth: 50,
  maxExecDepth: 8,
  maxOutputSize: MOST_OUTPUT_BYTES,
  maxStringLength: MOST_OUTPUT_BYTES,
  maxHeredocSize: 32_000,
  maxInputBytes: 16_000_000,
  maxLiveBytes: 16_000_000,
  maxFileSystemBytes: 4_000_000,
} satisfies BashOptions["executionLimits"];

/**
 * Text tools only. Not among them: what unpacks (a small archive may hold gigabytes), what waits, and what
 * the build for browsers lacks.
 */
export const COMMANDS: CommandName[] = [
  ...([
    "echo",
    "printf",
    "cat",
    "head",
    "tail",
    "wc",
    "tee",
    "true",
    "false",
    "seq",
    "expr",
  ] as const),
  ...([
    "ls",
    "mkdir",
    "rmdir",
    "touch",
    "rm",
    "cp",
    "mv",
    "ln",
    "pwd",
    "stat",
    "find",
    "tree",
  ] as const),
  ...([
    "basename",
    "dirname",
    "readlink",
    "file",
    "du",
    "split",
    "xargs",
    "date",
    "bash",
    "sh",
  ] as const),
  ...([
    "grep",
    "egrep",
    "fgrep",
    "rg",
    "sed",
    "awk",
    "jq",
    "diff",
    "sort",
    "uniq",
    "comm",
  ] as const),
  ...(["join", "cut", "paste", "tr", "rev", "tac", "nl", "fold", "expand", "unexpand"] as const),
  ...(["column", "strings", "od", "base64", "md5sum", "sha1sum", "sha256sum", "env"] as const),
];

/** What a script may do in all. */
export interface Budget {
  /** It was spent: whatever was thrown since is no news. */
  readonly spent: boolean;
  /** @throws Error, for the library: it ends the command, and the next one asks again */
  hit(): void;
}

/**
 * Counts what a script does, where the library tells of it, and ends it when that is too much. It is asked
 * inside of `awk` and `jq` too, whose loops look at no clock.
 *
 * @param now - epoch milliseconds
 */
export function budget(now: () => number): Budget {
  const until = now() + MOST_MS;
  let steps = 0;
  let spent = false;
  return {
    get spent() {
      return spent;
    },
    hit() {
      steps += 1;
      spent ||= steps > MOST_STEPS || now() > until;
      if (spent) throw new Error(TOO_LONG);
    },
  };
}
