import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelServer, TelegramServer } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARIES } from "../../tests/world/canaries.ts";
import { FAST } from "../../tests/world/timings.ts";
import { freePort, until } from "../../tests/world/world.ts";
import { prepare, spawnWorkerd } from "../serve/index.ts";
import { ROOT } from "../serve/prepare.ts";
import { installInto } from "./install.ts";
import { lawsHeld, takeOut } from "./outside.ts";
import { complaints, pack, type Tarball } from "./tarballs.ts";

let folder = "";
let project = "";
let tarballs: readonly Tarball[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trunkline-pack-"));
  tarballs = pack(ROOT, folder);
  project = join(folder, "project");
  const filter = (path: string) => !path.endsWith("/node_modules");
  cpSync(join(ROOT, "examples", "from-npm"), project, { recursive: true, filter });
  installInto(project, ROOT, tarballs);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what is packed", () => {
  test("publint has nothing to say", async () => {
    expect(tarballs.map(({ name }) => name)).toEqual([
      ...["@trunkline/transport", "@trunkline/prompts", "@trunkline/agents"],
    ]);
    for (const tarball of tarballs) expect(await complaints(tarball)).toEqual([]);
  });

  test("no test and no source is in it, but words and a licence", () => {
    for (const { files } of tarballs) {
      expect(files).toContain("README.md");
      expect(files).toContain("LICENSE");
      const others = files.filter((path) => !/^dist\/.+\.(?:js|d\.ts)$/.test(path));
      expect(others.toSorted()).toEqual(["LICENSE", "README.md", "package.json"]);
      expect(files.filter((path) => path.includes(".test."))).toEqual([]);
    }
  });
});

describe("a project that installs it", () => {
  test("has the packages and no link to the workspace's", () => {
    const modules = join(project, "node_modules", "@trunkline");
    expect(lstatSync(join(modules, "agents")).isSymbolicLink()).toBe(false);
    expect(existsSync(join(modules, "agents", "src"))).toBe(false);
  });

  test.each([
    ["a bundler", "esnext", "bundler"],
    ["Node", "nodenext", "nodenext"],
  ])(
    "its types hold as %s resolves them",
    (_, module, moduleResolution) => {
      const how = ["--module", module, "--moduleResolution", moduleResolution];
      const tsc = join(ROOT, "node_modules", ".bin", "tsc");
      // With the declarations themselves; others' (Node's beside those of Workers) contradict each other.
      const args = ["-p", project, ...how, "--skipLibCheck", "false"];
      const lines = said(() => execFileSync(tsc, args, { cwd: project, encoding: "utf8" }));
      const ours = /^(?:apps|node_modules\/@trunkline)\/.*$/gm;
      expect(lines.match(ours)).toBeNull();
    },
    120_000,
  );

  test("answers a message under workerd", async () => {
    const telegram = new TelegramServer({
      token: CANARIES.TELEGRAM_BOT_TOKEN,
      username: "ada_bot",
    });
    const model = new ModelServer({ apiKey: CANARIES.ANTHROPIC_API_KEY, tokenDelayMs: 0 });
    const [apiRoot, modelRoot] = await Promise.all([telegram.listen(), model.listen()]);
    const { TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, ANTHROPIC_API_KEY } = CANARIES;
    const prepared = await prepare({
      root: project,
      dataDir: join(folder, "data"),
      ports: { telegram: await freePort() },
      env: {
        ...{ PATH: process.env.PATH, TIMINGS: JSON.stringify(FAST) },
        ...{ TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, ANTHROPIC_API_KEY },
        ...{ TELEGRAM_API_ROOT: apiRoot, TELEGRAM_ALLOWED_USERS: "*" },
        ANTHROPIC_BASE_URL: modelRoot,
      },
    });
    const running = spawnWorkerd(prepared);
    try {
      await running.ready;
      await setWebhook(apiRoot, `${prepared.apps[0]?.url}/webhook`);
      const tess = telegram.user({ id: 4711, firstName: "Tess" });
      await telegram.say(tess, "what is nonce-from-npm?").delivered;
      const answers = () =>
        telegram
          .chat(tess.id)
          .messages.filter(({ from, text }) => from.is_bot && text.includes("nonce-from-npm"));
      await until("an answer", () => answers().length > 0, 60_000);
      expect(answers()).toHaveLength(1);
      // The pool is the project's own: its persona is in the prompt.
      const prompts = model.journal.map(({ request }) => JSON.stringify(request));
      expect(prompts.join()).toContain("You are Ada, the release manager");
    } finally {
      running.kill("SIGKILL");
      await running.exited;
      await Promise.all([telegram.close(), model.close()]);
    }
  }, 180_000);
});

/** Slack's example, taken out of the repository: the kit promises that anybody's adapter is held like ours. */
describe("the conformance kit from the tarball", () => {
  beforeAll(() => takeOut(ROOT, project, "slack"));

  test("holds an adapter to the laws in Node", async () => {
    const laws = await lawsHeld(join(project, "slack"), "node.config.ts");
    expect(laws.failed).toEqual([]);
    expect(laws.held).toContain("writing/place");
  }, 120_000);

  test("holds a whole app to the laws of whole answers, inside workerd", async () => {
    const laws = await lawsHeld(join(project, "slack"), "vitest.config.ts");
    expect(laws.failed).toEqual([]);
    expect(laws.held).toContain("answering/once");
  }, 180_000);
});

async function setWebhook(apiRoot: string, url: string): Promise<void> {
  const set = await fetch(`${apiRoot}/bot${CANARIES.TELEGRAM_BOT_TOKEN}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...{ url, secret_token: CANARIES.TELEGRAM_WEBHOOK_SECRET, allowed_updates: ["message"] },
    }),
  });
  if (!set.ok) throw new Error(await set.text());
}

/** What a command prints, and what it prints when it fails. */
function said(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}
