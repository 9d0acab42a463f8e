import { type ChildProcess, spawn } from "node:child_process";

/** Characters of output that are kept: enough for any test, not for ever. */
const MOST_OUTPUT = 32 * 1024 * 1024;

/** A started workerd, or a serve command that is about to become one. */
export interface Running {
  /** Of the native binary. */
  pid: number;
  /** Resolves when every app is ready; rejects when it ended before, with what it had printed. */
  ready: Promise<void>;
  exited: Promise<Exit>;
  /** What was printed, standard output and error as they came. */
  output(): string;
  kill(signal?: NodeJS.Signals): void;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

interface Start {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
}

/**
 * Starts a command and follows it.
 *
 * @param isReady resolves to true when it is ready, to false when `alive` has become false before.
 */
export function follow(
  { file, args, ...options }: Start,
  isReady: (process: ChildProcess, alive: () => boolean) => Promise<boolean>,
): Running {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk: string) => {
    output += chunk;
    if (output.length > MOST_OUTPUT) output = output.slice(-MOST_OUTPUT / 2);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", keep);
  }
  let alive = true;
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => {
      alive = false;
    });
    // "close", not "exit": by then all its output has arrived.
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const ready = isReady(child, () => alive).then(async (yes) => {
    if (yes) return;
    const { code, signal } = await exited;
    throw new Error(`It ended before it was ready (${signal ?? `exit code ${code}`}).\n${output}`);
  });
  // Who does not wait for one of them must not be ended by it.
  ready.catch(() => {});
  exited.catch(() => {});
  return {
    pid: child.pid ?? 0,
    ready,
    exited,
    output: () => output,
    kill: (signal = "SIGTERM") => {
      child.kill(signal);
    },
  };
}
