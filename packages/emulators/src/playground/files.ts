import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface File {
  readonly type: string;
  readonly content: Buffer;
}

const FOLDER = join(import.meta.dirname, "page");

/** The page, by path. A request is looked up in this table and never becomes a path of the disk. */
export function pageFiles(): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const file = { type, content: readFileSync(join(FOLDER, name)) };
    files.set(name === "index.html" ? "/" : `/${name}`, file);
  }
  return files;
}
