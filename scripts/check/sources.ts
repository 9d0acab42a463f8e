import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface Source {
  /** Relative to the root, with slashes. */
  path: string;
  text: string;
}

/** The TypeScript files below a folder, recursively; none when there is no such folder. */
export function sourcesBelow(root: string, folder: string): Source[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/node_modules/"))
    .sort()
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, "utf8") }));
}

export const isTest = ({ path }: Source): boolean => path.endsWith(".test.ts");
