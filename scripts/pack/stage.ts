import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, published } from "./manifest.ts";

/** The folders below `packages/` that are published. */
export const PUBLISHED = ["transport", "prompts", "agents"] as const;

/** @returns the package.json of a published folder, as it stands in the workspace */
export function manifestOf(root: string, folder: string): Manifest {
  const manifest: Manifest = JSON.parse(
    readFileSync(join(root, "packages", folder, "package.json"), "utf8"),
  );
  return manifest;
}

/** The sources of a package's entry points, absolute. */
export function entriesOf(root: string, folder: string): string[] {
  const { exports } = manifestOf(root, folder);
  return Object.values(exports).map((source) => join(root, "packages", folder, source));
}

/**
 * Makes a folder below `to` for each package, as it is published: compiled modules and declarations of all that
 * its entry points reach, no tests.
 *
 * @returns the folders
 * @throws Error with the compiler's words
 */
export function stage(root: string, to: string): string[] {
  compile(root, join(to, "compiled"));
  const manifests = PUBLISHED.map((folder) => manifestOf(root, folder));
  const versions = Object.fromEntries(manifests.map(({ name, version }) => [name, version]));
  const folders = PUBLISHED.map((folder, index) => {
    const [target, manifest] = [join(to, folder), manifests[index]];
    if (!manifest) throw new Error(`packages/${folder} has no package.json.`);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(join(to, "compiled", folder, "src"), join(target, "dist"), { recursive: true });
    const text = `${JSON.stringify(published(manifest, versions), null, 2)}\n`;
    writeFileSync(join(target, "package.json"), text);
    copyFileSync(join(root, "packages", folder, "README.md"), join(target, "README.md"));
    copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));
    return target;
  });
  rmSync(join(to, "compiled"), { recursive: true });
  return folders;
}

/** All packages at once: they import each other's sources. */
function compile(root: string, outDir: string): void {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const config = join(outDir, "tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    // Relative imports end in `.ts` here, and in `.js` in what is published.
    rewriteRelativeImportExtensions: true,
    rootDir: join(root, "packages"),
    outDir,
    // By path: types are looked up from the folder of this file. None of Node: Workers have no Node.
    types: [join(root, "node_modules", "@cloudflare", "workers-types")],
  };
  const files = PUBLISHED.flatMap((folder) => entriesOf(root, folder));
  const whole = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: [], files };
  const options = { ...whole, compilerOptions: { lib: ["es2025"], ...compilerOptions } };
  writeFileSync(config, JSON.stringify(options));
  try {
    execFileSync(join(root, "node_modules", ".bin", "tsc"), ["-p", config], { encoding: "utf8" });
  } catch (error) {
    // The compiler says what is wrong on its standard output.
    throw new Error(`The packages do not compile.\n${saidBy(error)}`);
  }
}

function saidBy(error: unknown): string {
  if (error instanceof Error && "stdout" in error) return String(error.stdout).trim();
  return String(error);
}
