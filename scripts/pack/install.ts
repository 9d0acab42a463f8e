import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { PUBLISHED } from "./stage.ts";
import type { Tarball } from "./tarballs.ts";

/** A package.json, as much as an install looks at. */
interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/**
 * Installs into a project without asking a registry: tarballs are unpacked, everything else that the project and
 * they name is a link to what the workspace has installed. What they do not name is not there.
 *
 * @throws Error when something is named that the workspace does not have in that version
 */
export function installInto(project: string, root: string, tarballs: readonly Tarball[]): void {
  const wanted = new Map<string, string>();
  for (const { name, file } of tarballs) {
    const folder = join(project, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    execFileSync("tar", ["-xzf", file, "--strip-components=1", "-C", folder]);
    for (const [dependency, version] of needsOf(folder)) wanted.set(dependency, version);
  }
  for (const [dependency, version] of needsOf(project)) wanted.set(dependency, version);
  for (const [dependency, version] of wanted) {
    const link = join(project, "node_modules", dependency);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(inWorkspace(root, dependency, version), link);
  }
}

function needsOf(folder: string): [name: string, version: string][] {
  const { dependencies, devDependencies }: Needs = manifestIn(folder);
  return Object.entries({ ...dependencies, ...devDependencies });
}

function inWorkspace(root: string, name: string, version: string): string {
  const places = ["", ...PUBLISHED.map((folder) => join("packages", folder)), "apps/telegram"];
  const found = places
    .map((place) => join(root, place, "node_modules", name))
    .find((path) => existsSync(path) && manifestIn(path).version === version);
  if (found === undefined) throw new Error(`${name} ${version} is not installed here.`);
  return found;
}

function manifestIn(folder: string): Needs & { readonly version?: string } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
