import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APPS, type Mutant, patchesOf } from "../../tests/conformance/mutants/index.ts";

/** What the laws of an app are made of; the rest is read where it lies. */
const FOLDERS = ["packages/transport", "tests/conformance"];
/** What types, and whole answers, need besides. */
const MORE = ["packages/agents", "packages/prompts", "apps/shared-agents"];
const FILES = ["package.json", "tsconfig.base.json", "tsconfig.workers.json"];

/** Copies of the clone's folders, each with patches of its own. */
export class Copies {
  readonly folder = mkdtempSync(join(tmpdir(), "mutants-"));
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** @param whole - with everything that the compiler needs */
  add(name: string, patches: readonly Mutant[], whole = false): string {
    const copy = join(this.folder, name);
    mkdirSync(copy);
    symlinkSync(join(this.#root, "node_modules"), join(copy, "node_modules"));
    for (const file of FILES) cpSync(join(this.#root, file), join(copy, file));
    const apps = whole ? Object.values(APPS) : patches.map(({ app }) => APPS[app]);
    const folders = [...FOLDERS, ...apps.map(({ folder }) => folder), ...(whole ? MORE : [])];
    for (const folder of new Set(folders)) copied(join(this.#root, folder), join(copy, folder));
    for (const patch of patches.flatMap(patchesOf)) apply(copy, patch);
    return copy;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function copied(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    // Its links are relative, and lead into the copy where they led into the clone.
    if (entry.name === "node_modules") copyLinks(source, target);
    else if (entry.isDirectory()) copied(source, target);
    else copyFileSync(source, target);
  }
}

function copyLinks(source: string, target: string): void {
  const filter = (path: string) => !/\/node_modules\/\.[^/]+$/.test(path);
  cpSync(source, target, { recursive: true, verbatimSymlinks: true, filter });
}

function apply(copy: string, { file, search, replace }: ReturnType<typeof patchesOf>[number]) {
  const path = join(copy, file);
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(search, () => replace),
  );
}
