import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const KEEP_MS = 7 * 24 * 3_600_000;

// Below node_modules, apart from any data folder: everything here can be made again.
export const cacheFolder = (root: string): string =>
  join(root, "node_modules", ".cache", "trunkline");

/** A new empty folder. Folders of this kind that nobody has used for a week are deleted. */
export function newCacheFolder(root: string, kind: string): string {
  mkdirSync(cacheFolder(root), { recursive: true });
  for (const name of readdirSync(cacheFolder(root))) {
    const path = join(cacheFolder(root), name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(cacheFolder(root), `${kind}-`));
}

/**
 * Stores files in a folder named by their content, and returns it. It never changes afterwards, so a
 * later build cannot reach into what a running or restarting workerd reads.
 */
export function storeByContent(
  root: string,
  kind: string,
  files: ReadonlyMap<string, string | Buffer>,
): string {
  const hash = createHash("sha256");
  for (const [name, content] of files) {
    hash.update(`${name}\0${Buffer.byteLength(content)}\0`).update(content);
  }
  const target = join(cacheFolder(root), `${kind}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(target)) {
    utimesSync(target, new Date(), new Date());
    return target;
  }
  const draft = newCacheFolder(root, "draft");
  for (const [name, content] of files) {
    mkdirSync(dirname(join(draft, name)), { recursive: true });
    writeFileSync(join(draft, name), content);
  }
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another start stored the same content in the meantime.
    if (!existsSync(target)) throw error;
    rmSync(draft, { recursive: true });
  }
  return target;
}
