// Makes a fresh clone work with nothing but Node 20 and npm: installs the workspace when needed, then
// runs a command with node_modules/.bin first in PATH (so `node` is the workspace's own Node 24).
//
//   node scripts/bootstrap.mjs                    only make sure that everything is installed
//   node scripts/bootstrap.mjs vitest run --bail  ... and run this
//
// Plain JavaScript, because the machine's own Node runs it. It uses nothing outside the clone.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");

/** Why an install is needed, or null. pnpm keeps the lock file it last installed inside node_modules. */
function installReason() {
  if (!existsSync(join(root, "node_modules"))) return "the packages are not installed yet";
  const wanted = readIfThere(join(root, "pnpm-lock.yaml"));
  if (readIfThere(join(root, "node_modules", ".pnpm", "lock.yaml")) !== wanted) {
    return "the installed packages do not match pnpm-lock.yaml";
  }
  // The link to Node dangles when an install was cut before the build scripts ran.
  if (!existsSync(join(bin, "node"))) return "the last install did not finish";
  const bare = workspaceFolders().find(lacksPackages);
  return bare ? `${bare} has no node_modules` : null;
}

function workspaceFolders() {
  const children = (parent) => {
    const path = join(root, parent);
    return existsSync(path) ? readdirSync(path).map((name) => join(parent, name)) : [];
  };
  // Installs what is packed from here, as anybody would: pnpm-workspace.yaml leaves it out.
  const examples = children("examples").filter((path) => path !== join("examples", "from-npm"));
  return [...children("packages"), ...children("apps"), ...examples, "bench"];
}

function lacksPackages(folder) {
  const manifest = readIfThere(join(root, folder, "package.json"));
  if (manifest === null || existsSync(join(root, folder, "node_modules"))) return false;
  const { dependencies, devDependencies } = JSON.parse(manifest);
  return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function fail(sentence, code = 1) {
  process.stderr.write(`trunkline: ${sentence}\n`);
  process.exit(code);
}

function install(reason) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const pnpm = packageManager.split("+")[0];
  process.stderr.write(`trunkline: ${reason}; installing with ${pnpm} (about half a minute) ...\n`);
  const args = ["-y", pnpm, "install", "--frozen-lockfile"];
  // Without this, pnpm asks before it replaces a node_modules it does not know, and hangs or gives up.
  args.push("--config.confirm-modules-purge=false");
  // npx has just fetched the right pnpm; without this it wants to be in the lock file itself.
  args.push("--config.pm-on-fail=ignore");
  // Its warnings are about the machine's own Node, which is not what runs here.
  args.push("--loglevel=error");
  // Our standard output belongs to the command that comes after.
  const done = spawnSync("npx", args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.error) fail(`npx could not be started (${done.error.message}). Is npm installed?`);
  if (done.signal)
    fail(`the install was stopped by ${done.signal}.`, 128 + constants.signals[done.signal]);
  if (done.status !== 0) {
    fail(
      `the install failed (exit code ${done.status}); its own words are above. Nothing was started.`,
    );
  }
}

function run([command, ...args]) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(command, args, { stdio: "inherit", env });
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    // A Ctrl-C reaches the child by itself, as one of the terminal's group; twice means "at once" to many tools.
    process.on(signal, () =>
      signal === "SIGINT" && process.stdin.isTTY ? null : child.kill(signal),
    );
  }
  child.on("error", (error) => fail(`cannot run "${command}": ${error.message}`, 127));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) fail(`Node 20 or later is needed; this is ${process.version}.`);
const reason = installReason();
if (reason) install(reason);
const command = process.argv.slice(2);
if (command.length > 0) run(command);
