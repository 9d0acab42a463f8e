import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Mutant, patchesOf } from "../../tests/conformance/mutants/index.ts";
import type { Copies } from "./copies.ts";

/** Mutants that can be in one copy together: what each patches is not touched by the others. Pure. */
export function batches(mutants: readonly Mutant[]): Mutant[][] {
  const found: Mutant[][] = [];
  for (const mutant of mutants) {
    const batch = found.find((others) => others.every((other) => isApart(mutant, other)));
    if (batch) batch.push(mutant);
    else found.push([mutant]);
  }
  return found;
}

function isApart(one: Mutant, other: Mutant): boolean {
  return patchesOf(one).every((a) =>
    patchesOf(other).every((b) => !touches(a, b) && !touches(b, a)),
  );
}

type Patch = ReturnType<typeof patchesOf>[number];

function touches(one: Patch, other: Patch): boolean {
  if (one.file !== other.file) return false;
  const lines = one.search.split("\n").map((line) => line.trim());
  return lines.some((line) => line !== "" && (other.search + other.replace).includes(line));
}

/** Mistakes that the compiler sees need no law. @returns what it says */
export async function typeErrors(
  root: string,
  copies: Copies,
  mutants: readonly Mutant[],
): Promise<string[]> {
  const before = new Set(await errorsIn(root, copies.add("types", [], true)));
  const found: string[] = [];
  for (const [n, batch] of batches(mutants).entries()) {
    const errors = await errorsIn(root, copies.add(`types-${n}`, batch, true));
    found.push(...errors.filter((error) => !before.has(error)));
  }
  return found;
}

/** Only in files that can be patched: others may be in the middle of a change. */
function errorsIn(root: string, copy: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const args = ["-p", join(copy, "tsconfig.workers.json"), "--pretty", "false"];
    const tsc = spawn(join(root, "node_modules/.bin/tsc"), args, { cwd: copy });
    let output = "";
    tsc.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    tsc.on("error", reject);
    tsc.on("close", () =>
      resolve(
        output
          .split("\n")
          .filter((line) => /^(?:packages\/(?:transport|agents)|apps)\//.test(line)),
      ),
    );
  });
}
