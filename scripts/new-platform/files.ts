import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { APPS } from "../serve/settings.ts";
import { type Names, named } from "./names.ts";

/** The template of an app; each file ends in `.txt`, so that nothing takes it for source. */
const TEMPLATE = join(import.meta.dirname, "template");

/** The files of a new app: path, relative to the root, to text. */
export function filesOf(root: string, names: Names): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(TEMPLATE, { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".txt")) continue;
    const path = entry.slice(0, -".txt".length);
    files.set(join(names.folder, path), named(readFileSync(join(TEMPLATE, entry), "utf8"), names));
  }
  files.set(join(names.folder, "wrangler.jsonc"), wranglerOf(root, names));
  // An app's page stands beside those of the others.
  const page = files.get(join(names.folder, "README.md"));
  if (page !== undefined && names.folder.startsWith("apps/")) {
    files.delete(join(names.folder, "README.md"));
    files.set(`docs/${names.name}.md`, page);
  }
  return files;
}

/** Like that of the first app: what the core is bound to changes, and then all change together. */
function wranglerOf(root: string, { name }: Names): string {
  const model = APPS[0]?.name ?? "";
  const text = readFileSync(join(root, "apps", model, "wrangler.jsonc"), "utf8");
  return text.replace(`"name": "${model}"`, `"name": "${name}"`);
}

/** Files that exist already, of those that would be written. */
export function inTheWay(root: string, files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].filter((path) => existsSync(join(root, path)));
}
