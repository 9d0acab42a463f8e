import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { newCacheFolder } from "../scripts/serve/cache.ts";
import { ROOT } from "../scripts/serve/prepare.ts";

export const COMPATIBILITY_DATE = "2026-11-01";

export interface Built {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Bundles one Worker exactly as the product's are, with wrangler's dry run.
 *
 * @param entry - below `bench/`
 * @returns its modules, the entry first
 */
export async function buildWorker(entry: string): Promise<readonly Built[]> {
  const out = newCacheFolder(ROOT, "bench-build");
  const wrangler = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");
  const args = [wrangler, "deploy", join("bench", entry), "--dry-run", "--minify"];
  const named = ["--name", "bench", "--compatibility-date", COMPATIBILITY_DATE, "--outdir", out];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" };
  await promisify(execFile)(process.execPath, [...args, ...named], { cwd: ROOT, env });
  const main = `${basename(entry, ".ts")}.js`;
  const names = readdirSync(out).filter((name) => name.endsWith(".js") && name !== main);
  const modules = [main, ...names].map((name) => ({
    name,
    content: readFileSync(join(out, name)),
  }));
  rmSync(out, { recursive: true });
  return withoutEmail(modules);
}

const EMAIL = '"cloudflare:email"';

/** The root of `agents` imports a module that plain workerd does not have; a stub takes its place. */
function withoutEmail(modules: readonly Built[]): readonly Built[] {
  if (!modules.some(({ content }) => content.includes(EMAIL))) return modules;
  const stub = { name: "email.js", content: Buffer.from("export class EmailMessage {}") };
  const bent = modules.map(({ name, content }) => ({
    name,
    content: Buffer.from(content.toString().replaceAll(EMAIL, '"./email.js"')),
  }));
  return [...bent, stub];
}
