import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SHAPES: Readonly<Record<string, RegExp>> = {
  "an Anthropic key": /sk-ant-[\w-]{20,}/,
  "a GitHub token": /\bgh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,}/,
  "a Telegram bot token": /\b\d{8,10}:AA[\w-]{33}\b/,
  "an Asana token": /\b[012]\/\d{10,}(?:\/\d{10,})?:[a-f0-9]{32}\b/,
  "an AWS key": /\bAKIA[0-9A-Z]{16}\b/,
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};
/** On a line with a made-up one. */
const EXCUSE = "not a secret";

/** Keys, tokens and the address of the registry this machine installs from, in one file. Pure. */
export function findings(path: string, text: string, registryHost: string | null): string[] {
  return text.split("\n").flatMap((line, index) => {
    const shapes = line.includes(EXCUSE) ? [] : Object.entries(SHAPES);
    const found = shapes.flatMap(([name, shape]) => (shape.test(line) ? [name] : []));
    if (registryHost && line.includes(registryHost)) found.push("the host name of a registry");
    // With a private registry pnpm may write its address beside each package.
    if (path === "pnpm-lock.yaml" && /https?:\/\//.test(line))
      found.push("an address in the lock file");
    // The line itself is not shown: a log is no place for a secret either.
    return found.map((name) => `${path}:${index + 1}: ${name}`);
  });
}

/** Looks through everything git tracks or would add. */
export function leakedSecrets(root: string): string[] {
  const run = (file: string, ...args: string[]): string =>
    execFileSync(file, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const registry = run("npm", "config", "get", "registry").trim();
  const { host } = new URL(registry);
  // The public one is no secret; a page may well name it.
  const registryHost = host === "registry.npmjs.org" ? null : host;
  const paths = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split(
    "\0",
  );
  return [...new Set(paths)]
    .filter((path) => path !== "" && existsSync(join(root, path)))
    .flatMap((path) => findings(path, readFileSync(join(root, path), "utf8"), registryHost));
}
