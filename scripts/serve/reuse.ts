import { createHash } from "node:crypto";
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder, newCacheFolder, storeByContent } from "./cache.ts";
import type { ModuleKind } from "./capnp.ts";

/** A module of a Worker, as it is uploaded. */
export interface Module {
  name: string;
  kind: ModuleKind;
  content: Buffer;
}

/** What a build was made of, and where its modules lie. */
interface Made {
  /** Paths from the root. */
  inputs: string[];
  /** Of the contents of all inputs. */
  hash: string;
  stored: string;
  modules: { name: string; kind: ModuleKind }[];
}

/** What decides about every build besides the files that go into it; a project of tarballs has another lock file. */
const ALWAYS = ["pnpm-lock.yaml", "package-lock.json", "node_modules/wrangler/package.json"];
/** What decides how the files of a folder find each other. */
const BESIDE = ["package.json", "tsconfig.json", "tsconfig.base.json", "wrangler.jsonc"];

/**
 * The modules of the last build, when every file that went into it still has the same content: a build
 * costs seconds, to look costs hundredths of one.
 *
 * @param folder - the Worker's, from the root
 * @param defined - what its build was told besides
 */
export function builtBefore(
  root: string,
  folder: string,
  defined: readonly string[] = [],
): Module[] | null {
  try {
    const made: Made = JSON.parse(readFileSync(noteOf(root, folder, defined), "utf8"));
    if (hashOf(root, made.inputs) !== made.hash) return null;
    utimesSync(made.stored, new Date(), new Date());
    return made.modules.map((module) => ({
      ...module,
      content: readFileSync(join(made.stored, module.name)),
    }));
  } catch {
    // None yet, or something of it is gone: it is built again.
    return null;
  }
}

interface BuildDone {
  readonly defined?: readonly string[];
  /** Every file that went into it, from the root. */
  readonly sources: readonly string[];
  readonly modules: readonly Module[];
  /** When it began: what has changed since may be in it as it was, and nothing is remembered. */
  readonly begun: number;
}

/** Remembers a build for {@link builtBefore}. */
export function rememberBuild(
  root: string,
  folder: string,
  { defined = [], sources, modules, begun }: BuildDone,
): void {
  const beside = [join(folder, "wrangler.jsonc"), ...sources].flatMap((file) => above(root, file));
  const inputs = [...new Set([...ALWAYS, ...sources, ...beside])].sort();
  const changed = (input: string) =>
    (statSync(join(root, input), { throwIfNoEntry: false })?.mtimeMs ?? 0) >= begun;
  if (inputs.some(changed)) return;
  const made: Made = {
    inputs,
    hash: hashOf(root, inputs),
    stored: storeByContent(root, "built", new Map(modules.map((one) => [one.name, one.content]))),
    modules: modules.map(({ name, kind }) => ({ name, kind })),
  };
  const draft = newCacheFolder(root, "draft");
  writeFileSync(join(draft, "made.json"), JSON.stringify(made));
  renameSync(join(draft, "made.json"), noteOf(root, folder, defined));
  rmSync(draft, { recursive: true });
}

/** The settings in the folders above one of our own files. What is installed is decided by the lock file. */
function above(root: string, file: string): string[] {
  if (file.includes("node_modules/")) return [];
  const found: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    found.push(
      ...BESIDE.map((name) => join(folder, name)).filter((p) => existsSync(join(root, p))),
    );
    if (folder === ".") return found;
  }
}

function hashOf(root: string, inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    const file = join(root, input);
    const content = existsSync(file) ? readFileSync(file) : null;
    hash.update(`${input}\0${content?.length ?? "absent"}\0`).update(content ?? "");
  }
  return hash.digest("hex");
}

function noteOf(root: string, folder: string, defined: readonly string[]): string {
  const name = [folder, ...defined].join("-").replaceAll(/[^\w-]/g, "-");
  return join(cacheFolder(root), `built-${name}.json`);
}
