import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test, vi } from "vitest";
import type { Exit, Running } from "../serve/index.ts";
import { freshFolder } from "./folder.ts";
import { freePort, readPort } from "./port.ts";
import { afterDeath } from "./restart.ts";
import { localSettings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";
import { tellDeaths } from "./tell-deaths.ts";
import { welcome, withoutHidden } from "./words.ts";

test("a death after a second is no reason to wait, quick ones are, five are enough", () => {
  expect(afterDeath(1_000, 4)).toEqual({ do: "start", waitMs: 0, quickDeaths: 0 });
  const waits = [0, 1, 2, 3, 4].map((before) => afterDeath(20, before));
  expect(waits.map((next) => (next.do === "start" ? next.waitMs : next.do))).toEqual([
    100,
    200,
    400,
    800,
    "give up",
  ]);
});

/** A process that dies when told to. */
function fakeProcess(pid: number): Running & { die(): void } {
  const exited = Promise.withResolvers<Exit>();
  const die = () => exited.resolve({ code: null, signal: "SIGKILL" });
  return {
    pid,
    ready: Promise.resolve(),
    exited: exited.promise,
    output: () => `words of ${pid}`,
    kill: die,
    die,
  };
}

describe("the supervisor", () => {
  it("starts a killed runtime again and tells", async () => {
    const supervisor = new Supervisor();
    const said: string[] = [];
    tellDeaths(supervisor, (line) => said.push(line.replace(/\d+ ms/, "a moment")));
    let pid = 10;
    const running = supervisor.run(() => fakeProcess(++pid));
    await vi.waitFor(() => expect(supervisor.view()).toMatchObject({ state: "up", pid: 11 }));
    expect(supervisor.kill()).toBe(11);
    await vi.waitFor(() => expect(supervisor.view()).toMatchObject({ state: "up", pid: 12 }));
    supervisor.stop();
    await running;
    expect(said).toEqual([
      "It is up again after a moment: pid 11.",
      "The runtime (pid 11) has died.",
      "It is up again after a moment: pid 12.",
    ]);
  });

  it("gives up on one that cannot live, with its words", async () => {
    let pid = 0;
    const dying = () => {
      const one = fakeProcess(++pid);
      one.die();
      return one;
    };
    await expect(new Supervisor(async () => null).run(dying)).rejects.toThrow("words of 5");
  });
});

test("settings of real accounts stay out", () => {
  const local = {
    TELEGRAM_BOT_TOKEN: "1:local",
    TELEGRAM_WEBHOOK_SECRET: "s",
    TELEGRAM_API_ROOT: "http://127.0.0.1:1",
    TELEGRAM_ALLOWED_USERS: "5",
    ADMIN_TOKEN: "a",
  };
  const shell = { PATH: "/bin", TELEGRAM_BOT_TOKEN: "real", GITHUB_TOKEN: "real", TIMINGS: "{}" };
  const offline = localSettings(shell, local, "http://127.0.0.1:2");
  expect(JSON.stringify(offline)).not.toContain("real");
  expect(offline).toMatchObject({ TIMINGS: "{}", ANTHROPIC_BASE_URL: "http://127.0.0.1:2" });
  const keyed = { ...shell, ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "https://gateway.example" };
  expect(localSettings(keyed, local, null)).toMatchObject({
    ANTHROPIC_API_KEY: "k",
    ANTHROPIC_BASE_URL: "https://gateway.example",
  });
});

describe("ports", () => {
  it("are read or refused", () => {
    expect(readPort("PORT", undefined, 8787)).toBe(8787);
    expect(readPort("PORT", "0", 8787)).toBe(0);
    expect(() => readPort("PORT", "65536", 8787)).toThrow("PORT must be the number of a port");
    expect(() => readPort("PORT", "http", 8787)).toThrow();
  });

  it("give way when they are taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const other = await freePort(port);
    expect(other).not.toBe(port);
    expect(other).toBeGreaterThan(0);
    await new Promise((resolve) => taken.close(resolve));
    expect(await freePort(port)).toBe(port);
  });
});

test("a second start on one folder is told how to end the first, and how to stand beside it", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "trunkline-folder-"));
  const folder = freshFolder(dataDir);
  const holds = spawn("flock", [join(folder, ".lock"), "sh", "-c", "echo held; read line"]);
  await new Promise((resolve) => holds.stdout.once("data", resolve));
  try {
    expect(() => freshFolder(dataDir)).toThrow(
      /^already running on .+ \(pid unknown\)\.\nCtrl-C .+\nTRUNKLINE_DATA=\S+ PORT=8788 npm start$/,
    );
  } finally {
    holds.stdin.end();
    await new Promise((resolve) => holds.once("close", resolve));
    expect(freshFolder(dataDir)).toBe(folder);
    rmSync(dataDir, { recursive: true });
  }
});

test("what others say is shown without paths and secrets, the longest first", () => {
  const hidden = [
    { text: "/home/tess", as: "~" },
    { text: "/home/tess/trunkline", as: "." },
    { text: "", as: "(key)" },
  ];
  expect(withoutHidden("/home/tess/trunkline/apps in /home/tess/x", hidden)).toBe("./apps in ~/x");
});

test("the welcome names the page, the pid and the way to kill it", () => {
  const text = welcome({ url: "http://127.0.0.1:8787", tabs: [], pid: 12, offline: true });
  expect(text).toContain("http://127.0.0.1:8787");
  expect(text).toContain("kill -9 12\n");
  expect(text).toContain("ANTHROPIC_API_KEY");
});
