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
  for (const entry of readdirSync(FOLDER, { recursive: true, encoding: "utf8" })) {
    const type = TYPES[extname(entry)];
    if (type === undefined) continue;
    const file = { type, content: readFileSync(join(FOLDER, entry)) };
    const path = entry.replaceAll("\\", "/");
    files.set(path === "index.html" ? "/" : `/${path}`, file);
  }
  return files;
}
