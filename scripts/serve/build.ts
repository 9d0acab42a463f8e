import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newCacheFolder } from "./cache.ts";
import type { ModuleKind } from "./capnp.ts";
import { Refusal } from "./refusal.ts";

export interface Bundle {
  /** Folder below `apps/`. */
  folder: string;
  /** Where wrangler wrote the bundle. */
  directory: string;
  /** The entry first. */
  modules: { name: string; kind: ModuleKind; content: Buffer }[];
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
 * Builds Workers, in parallel, as `wrangler deploy` would upload them.
 *
 * @example const [telegram] = await build(root, ["telegram"]);
 * @throws Refusal with wrangler's words when a build fails.
 */
export async function build(root: string, folders: readonly string[]): Promise<Bundle[]> {
  // One folder per build: a second start, or a test, must not write into the files of the first.
  const out = newCacheFolder(root, "build");
  const all = folders.map((folder) => buildOne(root, folder, join(out, folder)));
  // When one fails, the others end first: nothing of ours writes after the caller has given up.
  await Promise.allSettled(all);
  return Promise.all(all);
}

async function buildOne(root: string, folder: string, directory: string): Promise<Bundle> {
  const wrangler = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
  const config = join(root, "apps", folder, "wrangler.jsonc");
  const args = [wrangler, "deploy", "--dry-run", "--minify", "--outdir", directory, "-c", config];
  const { code, output } = await run(process.execPath, args, root);
  if (code !== 0) throw new Refusal(`The build of apps/${folder} failed.\n${output.trim()}`);
  return { folder, directory, modules: readModules(directory) };
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

function readModules(directory: string): Bundle["modules"] {
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
