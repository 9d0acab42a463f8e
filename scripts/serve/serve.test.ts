import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Prepared, prepare, Refusal, spawnWorkerd, startServe } from "./index.ts";
import { dummyWorkspace, freePort, ODD, processesOn } from "./testing/dummy.ts";

const workspace = dummyWorkspace();
const { root } = workspace;
const { PATH, HOME } = process.env;
const SETTINGS = {
  PATH,
  HOME,
  TELEGRAM_BOT_TOKEN: "1:canary",
  TELEGRAM_WEBHOOK_SECRET: "hook",
  ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
  BATCH_WINDOW_MS: "20",
  UNRELATED_SECRET: "canary",
};
const newDataDir = (): string => join(mkdtempSync(join(root, "data-")), "data");
const pidIn = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, "workerd.pid"), "utf8"));
const lockIsFree = (dataDir: string): boolean =>
  spawnSync("flock", ["-n", join(dataDir, ".lock"), "true"]).status === 0;
const nothingLeft = (dataDir: string) =>
  vi.waitFor(() => expect(processesOn(dataDir)).toEqual([]), { timeout: 15_000, interval: 10 });

let prepared: Prepared;
const url = (path: string): string => `${prepared.apps[0]?.url}${path}`;
const json = async (path: string): Promise<unknown> => (await fetch(url(path))).json();

beforeAll(async () => {
  const ports = { telegram: await freePort() };
  prepared = await prepare({ root, env: SETTINGS, dataDir: newDataDir(), ports });
}, 30_000);
afterAll(() => workspace.remove());

describe("a prepared workerd", () => {
  it("keeps its state through SIGKILL, and starts again at once", async () => {
    for (let round = 1; round <= 5; round++) {
      const running = spawnWorkerd(prepared);
      await running.ready;
      expect(pidIn(prepared.dataDir)).toBe(running.pid);
      expect(readlinkSync(`/proc/${running.pid}/exe`)).toMatch(/workerd$/);
      expect(await json("/count")).toBe(round);
      process.kill(pidIn(prepared.dataDir), "SIGKILL");
      expect(await running.exited).toEqual({ code: null, signal: "SIGKILL" });
      expect(lockIsFree(prepared.dataDir)).toBe(true);
    }
  });

  it("gives each Worker its own settings, the doors that are there, and its vars", async () => {
    const running = spawnWorkerd(prepared);
    await running.ready;
    expect(await json("/")).toEqual({
      TELEGRAM_BOT_TOKEN: "1:canary",
      TELEGRAM_WEBHOOK_SECRET: "hook",
      BATCH_WINDOW_MS: "20",
      ODD,
      TABLE: { a: [1] },
    });
    const names = [
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_BASE_URL",
      "BATCH_WINDOW_MS",
      "SIMPLE",
      "TELEGRAM_DOOR",
      "WEB",
    ];
    expect(await json("/pool")).toEqual({ names, door: "open" });
    expect(await json(`/reach?url=${url("/ready")}`)).toEqual({ internet: 200, web: "refused" });
    const environment = readFileSync(`/proc/${running.pid}/environ`, "utf8");
    expect(environment).toContain("1:canary");
    expect(environment).not.toContain("UNRELATED_SECRET");
    running.kill();
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });

  it("rejects `ready` when it ends before", async () => {
    const broken = { ...prepared, config: `${prepared.config}.missing` };
    const running = spawnWorkerd(broken);
    await expect(running.ready).rejects.toThrow(/exit code 1[\s\S]*config\.capnp\.missing/);
  });
});

describe("the command", () => {
  const npm = (dataDir: string, port: number): ChildProcess =>
    spawn("npm", ["run", "serve"], {
      cwd: root,
      env: { ...SETTINGS, TELEGRAM_PORT: String(port), TRUNKLINE_DATA: dataDir },
      stdio: ["ignore", "pipe", "pipe"],
    });

  it("prints `ready`, refuses a second one, ends with the pid in the pid file", async () => {
    const dataDir = newDataDir();
    const port = await freePort();
    const first = npm(dataDir, port);
    const exited = new Promise((resolve) =>
      first.once("close", (code, signal) => resolve(signal ?? code)),
    );
    let output = "";
    first.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    await new Promise<void>((resolve) => {
      first.stdout?.on("data", (chunk) => {
        output += chunk;
        if (/^ready$/m.test(output)) resolve();
      });
      void exited.then(() => resolve());
    });
    expect(output).toContain(`telegram http://127.0.0.1:${port}\n`);
    expect(output).toMatch(/^ready$/m);
    expect(output).not.toContain("canary");
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const pid = pidIn(dataDir);
    expect(readlinkSync(`/proc/${pid}/exe`)).toMatch(/workerd$/);

    const second = startServe({ root, env: SETTINGS, dataDir, ports: { telegram: port } });
    expect(await second.exited).toEqual({ code: 75, signal: null });
    expect(second.output()).toBe(`trunkline: already running on ${dataDir} (pid ${pid}).\n`);
    await expect(second.ready).rejects.toThrow("exit code 75");
    expect(pidIn(dataDir)).toBe(pid);

    process.kill(pid, "SIGKILL");
    expect(await exited).not.toBe(0);
    await nothingLeft(dataDir);
    expect(lockIsFree(dataDir)).toBe(true);
  }, 30_000);

  it("passes SIGTERM on, and keeps its pid from start to end", async () => {
    const dataDir = newDataDir();
    const running = startServe({
      root,
      env: SETTINGS,
      dataDir,
      ports: { telegram: await freePort() },
    });
    await running.ready;
    expect(pidIn(dataDir)).toBe(running.pid);
    running.kill("SIGTERM");
    expect(await running.exited).toEqual({ code: 0, signal: null });
    await nothingLeft(dataDir);
  }, 30_000);

  it("leaves no watcher behind when it is killed before it was ready", async () => {
    const dataDir = newDataDir();
    const env = { ...SETTINGS, TELEGRAM_ADMINS: "never" };
    const port = await freePort();
    const running = startServe({ root, env, dataDir, ports: { telegram: port } });
    const watchers = (): string[] => processesOn(`127.0.0.1:${port}`);
    await vi.waitFor(() => expect(watchers()).toHaveLength(1), { timeout: 20_000, interval: 20 });
    // The pid file is written after the watcher has started.
    const pid = await vi.waitFor(() => pidIn(dataDir), { timeout: 20_000, interval: 20 });
    process.kill(pid, "SIGKILL");
    await expect(running.ready).rejects.toThrow("SIGKILL");
    await vi.waitFor(() => expect(watchers()).toEqual([]), { timeout: 20_000, interval: 10 });
    await nothingLeft(dataDir);
  }, 30_000);

  it("says what is missing, builds nothing and exits 1", async () => {
    const dataDir = newDataDir();
    const env = { ...SETTINGS, TELEGRAM_WEBHOOK_SECRET: "" };
    const running = startServe({ root, env, dataDir });
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.output()).toMatch(/^trunkline: telegram .*TELEGRAM_WEBHOOK_SECRET is missing/);
    expect(existsSync(join(dataDir, "workerd.pid"))).toBe(false);
  });
});

it("shows wrangler's words when a build fails", async () => {
  const broken = dummyWorkspace();
  writeFileSync(
    join(broken.root, "apps/telegram/src/index.ts"),
    'import "./nowhere"; export class Chat {}; export default {};',
  );
  const failed = prepare({ root: broken.root, env: SETTINGS, dataDir: join(broken.root, "data") });
  await expect(failed).rejects.toThrow(Refusal);
  await expect(failed).rejects.toThrow(/build of apps\/telegram failed[\s\S]*nowhere/);
  broken.remove();
}, 20_000);
