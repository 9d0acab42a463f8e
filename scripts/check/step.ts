import { spawn } from "node:child_process";
import { ROOT } from "../serve/prepare.ts";

export type Outcome =
  | { kind: "passed"; note?: string }
  | { kind: "failed"; report: string }
  | { kind: "skipped"; why: string };

export interface Step {
  name: string;
  run(): Promise<Outcome>;
}

/** Passes when the command exits 0; shows what it printed when not. */
export function command(file: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let report = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        report += chunk;
      });
    }
    child.on("error", (error) => resolve({ kind: "failed", report: error.message }));
    child.on("close", (code) =>
      resolve(code === 0 ? { kind: "passed" } : { kind: "failed", report }),
    );
  });
}

/** Passes when nothing was found. */
export function nothingFound(findings: readonly string[], note?: string): Outcome {
  if (findings.length > 0) return { kind: "failed", report: findings.join("\n") };
  return note === undefined ? { kind: "passed" } : { kind: "passed", note };
}
