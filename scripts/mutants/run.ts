import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { APPS, type Mutant } from "../../tests/conformance/mutants/index.ts";

/** One copy of the clone, and the law that is asked for there; none: all. */
export interface Attempt {
  readonly copy: string;
  readonly app: Mutant["app"];
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
  if (attempts.length === 0) return new Map();
  const projects = attempts.map(({ copy, app, law }) => ({
    root: copy,
    test: {
      name: copy.slice(folder.length + 1),
      environment: "node",
      include: [`${APPS[app].folder}/conformance.test.ts`],
      env: { LAW: law },
      testTimeout: 60_000,
      // Each copy has modules of its own: what they share is only read.
      isolate: false,
    },
  }));
  const config = join(folder, "vitest.config.mjs");
  const test = { projects, maxWorkers: "100%" };
  writeFileSync(config, `export default ${JSON.stringify({ test })};`);
  const report = await reported(root, folder, folder, ["-c", config, "--root", folder], "");
  return new Map(attempts.map(({ copy }) => [copy, outcomeIn(report, copy)]));
}

/** Runs the laws of whole answers in a copy, inside workerd. */
export async function runInside(root: string, { copy, app, law }: Attempt): Promise<Outcome> {
  const { folder, inside } = APPS[app];
  return outcomeIn(await reported(root, copy, join(copy, folder), ["-c", inside], law), copy);
}

async function reported(
  root: string,
  folder: string,
  cwd: string,
  args: readonly string[],
  law: string,
): Promise<Report> {
  const report = join(folder, "report.json");
  await ended(root, cwd, ["run", ...args, "--reporter=json", `--outputFile=${report}`], law);
  return JSON.parse(readFileSync(report, "utf8"));
}

function outcomeIn({ testResults }: Report, copy: string): Outcome {
  const mine = testResults.filter(({ name }) => name.startsWith(`${copy}/`));
  const laws = mine.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => {
      const law = /\S+\/[\w-]+(?=:)/.exec(title)?.[0] ?? title;
      return [law, status === "passed" ? null : failureMessages.join("\n")] as const;
    }),
  );
  return { laws: new Map(laws), error: mine.map(({ message }) => message).join("\n") };
}

/** Failed tests are what is asked for: only what is not told in the report is an error. */
function ended(root: string, cwd: string, args: readonly string[], law: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const vitest = spawn(join(root, "node_modules/.bin/vitest"), args, {
      cwd,
      env: { ...process.env, LAW: law },
      stdio: ["ignore", "ignore", "ignore"],
    });
    vitest.on("error", reject);
    vitest.on("close", () => resolve());
  });
}
