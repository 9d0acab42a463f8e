import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { newCacheFolder } from "./cache.ts";
import type { ModuleKind } from "./capnp.ts";
import { Refusal } from "./refusal.ts";
import { builtBefore, type Module, rememberBuild } from "./reuse.ts";
import { pathOf } from "./settings.ts";

export interface Bundle {
  /** As it was asked for. */
  folder: string;
  /** The entry first. */
  modules: Module[];
}

const KINDS: Readonly<Record<string, ModuleKind>> = {
  js: "esModule",
  mjs: "esModule",
  txt: "text",
  html: "text",
  sql: "text",
  bin: "data",
  wasm: "wasm",
};

/**
 * Builds Workers, in parallel, as `wrangler deploy` would upload them. What has not changed since it was
 * built is not built again.
 *
 * @param folders names of folders below `apps/`, or paths like `examples/slack`
 * @param define values over those of `define` in their `wrangler.jsonc`
 * @example const [telegram] = await build(root, ["telegram"]);
 * @throws Refusal with wrangler's words when a build fails.
 */
export async function build(
  root: string,
  folders: readonly string[],
  define: Readonly<Record<string, string>> = {},
): Promise<Bundle[]> {
  const defined = Object.entries(define).flatMap(([name, value]) => [
    "--define",
    `${name}:${value}`,
  ]);
  const all = folders.map((folder) => buildOne(root, folder, defined));
  // When one fails, the others end first: nothing of ours writes after the caller has given up.
  await Promise.allSettled(all);
  return Promise.all(all);
}

async function buildOne(root: string, folder: string, defined: string[]): Promise<Bundle> {
  const path = pathOf(folder);
  const known = builtBefore(root, path, defined);
  if (known) return { folder, modules: known };
  const begun = Date.now();
  const wrangler = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
  const config = join(root, path, "wrangler.jsonc");
  // One folder per build: a second start, or a test, must not write into the files of the first.
  const out = newCacheFolder(root, "build");
  try {
    const [directory, meta] = [join(out, "modules"), join(out, "meta.json")];
    const dry = ["deploy", "--dry-run", "--minify", "--outdir", directory, "--metafile", meta];
    const { code, output } = await run(
      process.execPath,
      [wrangler, ...dry, ...defined, "-c", config],
      root,
    );
    if (code !== 0) throw new Refusal(`The build of ${path} failed.\n${output.trim()}`);
    const modules = readModules(directory);
    const sources = sourcesOf(root, path, meta);
    rememberBuild(root, path, { defined, sources, modules, begun });
    return { folder, modules };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The files that the bundler has read. Some names in its account are none, like those of empty modules. */
function sourcesOf(root: string, path: string, meta: string): string[] {
  const { inputs }: { inputs: Record<string, unknown> } = JSON.parse(readFileSync(meta, "utf8"));
  return Object.keys(inputs)
    .map((input) => resolve(root, path, input))
    .filter((file) => existsSync(file))
    .map((file) => relative(root, file));
}

function run(file: string, args: string[], cwd: string): Promise<{ code: number; output: string }> {
  // A build needs none of our settings. Without the banner wrangler asks no registry for its newest version.
  const { PATH, HOME, TMPDIR } = process.env;
  const quiet = {
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
    NO_COLOR: "1",
  };
  const env = { PATH, HOME, TMPDIR, ...quiet };
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const stop = (): boolean => child.kill();
    process.once("exit", stop);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

function readModules(directory: string): Module[] {
  const modules = readdirSync(directory).flatMap((name) => {
    const kind = KINDS[name.split(".").at(-1) ?? ""];
    return kind ? [{ name, kind, content: readFileSync(join(directory, name)) }] : [];
  });
  // wrangler names the entry after `main`; everything else carries a hash in front.
  const entry = modules.findIndex(({ kind }) => kind === "esModule");
  const [first] = modules.splice(entry, 1);
  if (!first) throw new Error(`wrangler wrote no JavaScript into ${directory}.`);
  return [first, ...modules];
}
