import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One copy of the clone, and the law that is asked for there; none: all. */
export interface Attempt {
  readonly copy: string;
  readonly app: string;
  readonly law: string;
}

/** As much of vitest's report as is looked at. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** What became of the laws in one copy. */
export interface Outcome {
  /** Law to what it said; null: it holds. */
  readonly laws: ReadonlyMap<string, string | null>;
  /** Why there were none. */
  readonly error: string;
}

/** Runs the laws of many copies in one vitest. @returns by copy */
export async function runLaws(
  root: string,
  folder: string,
  attempts: readonly Attempt[],
): Promise<ReadonlyMap<string, Outcome>> {
  const projects = attempts.map(({ copy, app, law }) => ({
    root: copy,
    test: {
      name: copy.slice(folder.length + 1),
      environment: "node",
      include: [`apps/${app}/conformance.test.ts`],
      env: { LAW: law },
      testTimeout: 60_000,
      // Each copy has modules of its own: what they share is only read.
      isolate: false,
    },
  }));
  const config = join(folder, "vitest.config.mjs");
  writeFileSync(config, `export default ${JSON.stringify({ test: { projects } })};`);
  const report = join(folder, "report.json");
  const args = ["run", "-c", config, "--root", folder];
  await ended(root, [...args, "--reporter=json", `--outputFile=${report}`]);
  const { testResults }: Report = JSON.parse(readFileSync(report, "utf8"));
  return new Map(
    attempts.map(({ copy }) => {
      const mine = testResults.filter(({ name }) => name.startsWith(`${copy}/`));
      const laws = mine.flatMap(({ assertionResults }) =>
        assertionResults.map(({ title, status, failureMessages }) => {
          const law = /\S+\/[\w-]+(?=:)/.exec(title)?.[0] ?? title;
          return [law, status === "passed" ? null : failureMessages.join("\n")] as const;
        }),
      );
      const error = mine.map(({ message }) => message).join("\n");
      return [copy, { laws: new Map(laws), error }];
    }),
  );
}

/** Failed tests are what is asked for: only what is not told in the report is an error. */
function ended(root: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", "ignore", "inherit"] as const;
    const vitest = spawn(join(root, "node_modules/.bin/vitest"), args, {
      cwd: root,
      stdio: [...stdio],
    });
    vitest.on("error", reject);
    vitest.on("close", () => resolve());
  });
}
