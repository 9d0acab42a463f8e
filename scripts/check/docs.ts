import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, type Outcome } from "./step.ts";

/** Where a snippet is compiled as if it lay there; another package: ```ts in=packages/agents */
const USUAL_PLACE = "apps/telegram";

export interface Snippet {
  place: string;
  /** Starts with as many empty lines as stand above it, so that the compiler names the page's own lines. */
  code: string;
}

/** The code blocks of a page that are marked `ts`. Pure. */
export function snippets(markdown: string): Snippet[] {
  const found: Snippet[] = [];
  let open: { place: string; from: number } | null = null;
  const lines = markdown.split("\n");
  for (const [index, line] of lines.entries()) {
    if (open === null) {
      const place = /^```ts(?: in=(\S+))?\s*$/.exec(line);
      if (place) open = { place: place[1] ?? USUAL_PLACE, from: index + 1 };
    } else if (/^```\s*$/.test(line)) {
      const code = "\n".repeat(open.from) + lines.slice(open.from, index).join("\n");
      // A module, so that two snippets may use the same names.
      found.push({ place: open.place, code: `${code}\nexport {};\n` });
      open = null;
    }
  }
  return found;
}

/** Compiles the snippets of README.md, docs/*.md and the packages' README.md under tsconfig.workers.json. */
export async function compileSnippets(root: string): Promise<Outcome> {
  const docs = join(root, "docs");
  const inDocs = existsSync(docs) ? readdirSync(docs).map((name) => `docs/${name}`) : [];
  const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`);
  const pages = ["README.md", ...inDocs, ...packages].filter(
    (p) => p.endsWith(".md") && existsSync(join(root, p)),
  );
  // Below the package's node_modules, so that imports resolve as in the package, and git does not see it.
  const files = pages.flatMap((page) =>
    snippets(readFileSync(join(root, page), "utf8")).map(({ place, code }, index) => {
      const folder = join(root, place, "node_modules", ".cache", "snippets");
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${page.replaceAll("/", ".")}.${index + 1}.ts`);
      writeFileSync(path, code);
      return path;
    }),
  );
  if (files.length === 0) return { kind: "skipped", why: "no ts snippets in README.md or docs/" };
  const tsconfig = join(root, "node_modules", ".cache", "snippets.tsconfig.json");
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  mkdirSync(join(root, "node_modules", ".cache"), { recursive: true });
  writeFileSync(
    tsconfig,
    JSON.stringify({ extends: "../../tsconfig.workers.json", compilerOptions, include: [], files }),
  );
  const outcome = await command("tsc", "-p", tsconfig);
  for (const path of [...files, tsconfig]) rmSync(path);
  return outcome.kind === "passed" ? { kind: "passed", note: `${files.length} snippets` } : outcome;
}
