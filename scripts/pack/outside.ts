import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What lies elsewhere once an example has left the repository. */
const MOVED: readonly (readonly [string, string])[] = [
  ["../../packages/transport/src/testing/pool.ts", "@trunkline/transport/testing"],
  ["../../packages/transport/src/testing/kit.ts", "@trunkline/transport/testing"],
  ["../../packages/transport/src/testing/remote.ts", "@trunkline/transport/testing"],
  ["../../packages/transport/src/markdown/entities.ts", "@trunkline/transport/entities"],
  ["../../tests/conformance/far.ts", "./far.ts"],
];

/** What the tests of an example are run with. */
const TOOLS = ["vitest", "@cloudflare/vitest-plugin", "@trunkline/emulators"];

/** Runs in Node: `vitest.config.ts` is that of the tests inside workerd. */
const NODE_CONFIG = `export default { test: { include: ["conformance.test.ts"] } };\n`;

/** Puts an example of the workspace into a project that has installed the tarballs. */
export function takeOut(root: string, project: string, example: string): void {
  const target = join(project, example);
  const filter = (path: string) => !path.endsWith("/node_modules");
  cpSync(join(root, "examples", example), target, { recursive: true, filter });
  cpSync(join(root, "tests", "conformance", "far.ts"), join(target, "far.ts"));
  for (const file of ["vitest.config.ts", "wrangler.jsonc", "far.ts"]) {
    const text = readFileSync(join(target, file), "utf8");
    const outside = MOVED.reduce((told, [from, to]) => told.replaceAll(from, to), text);
    if (outside.includes('"../../packages')) throw new Error(`${file} reaches into the workspace.`);
    writeFileSync(join(target, file), outside);
  }
  writeFileSync(join(target, "node.config.ts"), NODE_CONFIG);
  for (const tool of TOOLS) {
    const link = join(project, "node_modules", tool);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(join(root, "node_modules", tool), link);
  }
}

/** As much of vitest's report as is looked at. */
interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs vitest in a folder. @returns laws by id, and what the others have said */
export async function lawsHeld(
  cwd: string,
  config: string,
): Promise<{ readonly held: readonly string[]; readonly failed: readonly string[] }> {
  const report = join(cwd, `${config}.report.json`);
  const vitest = join(cwd, "..", "node_modules", "vitest", "vitest.mjs");
  const args = ["run", "-c", config, "--root", cwd, "--reporter=json", `--outputFile=${report}`];
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR };
  const said = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...args], { cwd, env, stdio: "pipe" });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => resolve(output));
  });
  const { testResults }: Report = JSON.parse(readIfThere(report) ?? '{"testResults":[]}');
  const laws = testResults.flatMap(({ assertionResults }) => assertionResults);
  const idOf = (title: string) => /\S+\/[\w-]+(?=:)/.exec(title)?.[0] ?? title;
  const broken = laws.filter(({ status }) => status !== "passed");
  const held = laws.flatMap(({ title, status }) => (status === "passed" ? [idOf(title)] : []));
  const failed = [
    ...broken.map(({ title, failureMessages }) => [title, ...failureMessages].join("\n")),
    ...testResults.flatMap(({ message }) => (message ? [message] : [])),
    // Nothing ran: only vitest itself knows why.
    ...(laws.length === 0 ? [said] : []),
  ];
  return { held, failed };
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
