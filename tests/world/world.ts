import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelServer, TelegramServer, Wire } from "@trunkline/emulators";
import { type Prepared, prepare, type Running, spawnWorkerd } from "../../scripts/serve/index.ts";
import { launchCommand } from "../../scripts/serve/launch.ts";
import { follow } from "../../scripts/serve/running.ts";
import { CANARIES } from "./canaries.ts";
import { AsanaFar, type AsanaFarOptions } from "./far/asana.ts";
import { GitHubFar, type GitHubFarOptions } from "./far/github.ts";
import { FAST } from "./timings.ts";

export { CANARIES };

export interface WorldOptions {
  readonly timings?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Factor on Telegram's waits between webhook attempts. */
  readonly retryScale?: number;
  /** Sets the far side up before the runtime starts. */
  readonly beforeBoot?: (telegram: TelegramServer) => void;
  /** Telegram's clock. */
  readonly now?: () => number;
  /** The other platforms; absent: their app is not started. */
  readonly github?: GitHubFarOptions;
  readonly asana?: AsanaFarOptions;
  /** What the Workers are built with, over their `wrangler.jsonc`. */
  readonly define?: Readonly<Record<string, string>>;
  /** Milliseconds between the tokens of the offline model. */
  readonly tokenDelayMs?: number;
}

/**
 * The whole system on loopback: the production bundles under real workerd with SQLite on disk, and
 * the far sides of its wires. It can be killed and comes back on the same folder and port.
 */
export class World {
  readonly telegram: TelegramServer;
  readonly model: ModelServer;
  /** Where the runtime reports its internal steps; see `failpoint.ts`. */
  readonly steps: Wire;
  readonly prepared: Prepared;
  readonly origin: string;
  readonly #github: GitHubFar | null;
  readonly #asana: AsanaFar | null;
  /** Everything that every incarnation of the runtime has printed. */
  output = "";
  #runtime: Running | null = null;

  private constructor(parts: {
    telegram: TelegramServer;
    model: ModelServer;
    steps: Wire;
    prepared: Prepared;
    github: GitHubFar | null;
    asana: AsanaFar | null;
  }) {
    this.telegram = parts.telegram;
    this.model = parts.model;
    this.steps = parts.steps;
    this.prepared = parts.prepared;
    this.origin = parts.prepared.apps[0]?.url ?? "";
    this.#github = parts.github;
    this.#asana = parts.asana;
  }

  get github(): GitHubFar {
    if (!this.#github) throw new Error("this world has no GitHub");
    return this.#github;
  }

  get asana(): AsanaFar {
    if (!this.#asana) throw new Error("this world has no Asana");
    return this.#asana;
  }

  /** Where an app listens. */
  originOf(app: "telegram" | "github" | "asana"): string {
    const found = this.prepared.apps.find(({ name }) => name === app);
    if (!found) throw new Error(`${app} is not started`);
    return found.url;
  }

  static async start(options: WorldOptions = {}): Promise<World> {
    const telegram = new TelegramServer({
      token: CANARIES.TELEGRAM_BOT_TOKEN,
      username: "trunkline_bot",
      retryScale: options.retryScale ?? 0.02,
      ...(options.now ? { now: options.now } : {}),
    });
    const model = new ModelServer({
      apiKey: CANARIES.ANTHROPIC_API_KEY,
      tokenDelayMs: options.tokenDelayMs ?? 0,
    });
    const steps = new Wire({
      method: ({ path }) => path.slice(1),
      apply: () => ({ status: 200, body: "" }),
    });
    const [apiRoot, modelRoot, stepsRoot] = await Promise.all([
      telegram.listen(),
      model.listen(),
      steps.listen(),
    ]);
    const ports = {
      telegram: await freePort(),
      github: await freePort(),
      asana: await freePort(),
    };
    const at = (port: number) => `http://127.0.0.1:${port}`;
    const github = options.github ? new GitHubFar(options.github, at(ports.github)) : null;
    const asana = options.asana ? new AsanaFar(options.asana, at(ports.asana)) : null;
    const prepared = await prepare({
      dataDir: mkdtempSync(join(tmpdir(), "trunkline-")),
      ports,
      ...(options.define ? { define: options.define } : {}),
      env: {
        PATH: process.env.PATH,
        TELEGRAM_BOT_TOKEN: CANARIES.TELEGRAM_BOT_TOKEN,
        TELEGRAM_WEBHOOK_SECRET: CANARIES.TELEGRAM_WEBHOOK_SECRET,
        ANTHROPIC_API_KEY: CANARIES.ANTHROPIC_API_KEY,
        ADMIN_TOKEN: CANARIES.ADMIN_TOKEN,
        ...(await github?.listen()),
        ...(await asana?.listen()),
        TELEGRAM_API_ROOT: apiRoot,
        TELEGRAM_ALLOWED_USERS: "*",
        ANTHROPIC_BASE_URL: modelRoot,
        TRUNKLINE_FAILPOINTS: stepsRoot,
        TIMINGS: JSON.stringify({ ...FAST, ...options.timings }),
        ...options.env,
      },
    });
    options.beforeBoot?.(telegram);
    const world = new World({ telegram, model, steps, prepared, github, asana });
    await world.boot();
    const set = await fetch(`${apiRoot}/bot${telegram.token}/setWebhook`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        url: `${world.origin}/webhook`,
        secret_token: CANARIES.TELEGRAM_WEBHOOK_SECRET,
        allowed_updates: ["message", "edited_message", "callback_query"],
      }),
    });
    if (!set.ok) throw new Error(await set.text());
    return world;
  }

  get pid(): number {
    return this.#runtime?.pid ?? 0;
  }

  /** Starts the runtime on its folder and waits until it is ready. */
  async boot(): Promise<void> {
    this.#runtime = spawnWorkerd(this.prepared);
    await this.#runtime.ready;
  }

  /** Starts the runtime and asks it nothing: it has to come back by its own alarms. */
  bootSilently(): void {
    this.#runtime = follow(launchCommand(this.prepared), async () => true);
  }

  /** SIGKILL, and wait until the process is gone. */
  async kill(): Promise<void> {
    const runtime = this.#runtime;
    if (!runtime) return;
    this.#runtime = null;
    runtime.kill("SIGKILL");
    await runtime.exited;
    this.output += runtime.output();
  }

  /** What has been printed, the running incarnation included. */
  printed(): string {
    return this.output + (this.#runtime?.output() ?? "");
  }

  /** Calls an operator's route. */
  async admin(
    path: string,
    method: "GET" | "POST" = "GET",
    app: "telegram" | "github" | "asana" = "telegram",
  ): Promise<unknown> {
    // An App has an account for each installation.
    const account = app === "github" ? `?account=${this.github.account}` : "";
    const response = await fetch(`${this.originOf(app)}/admin${path}${account}`, {
      method,
      headers: { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` },
    });
    // To a test, a conversation in which nobody has spoken is one without anything in it.
    if (response.status === 404 && /^\/conversations\/[^/]+$/.test(path)) {
      return { pending: [], batches: [], history: 0 };
    }
    if (!response.ok) throw new Error(`${method} /admin${path}: ${response.status}`);
    return response.json();
  }

  async close(): Promise<void> {
    await this.kill();
    await Promise.all([
      ...[this.telegram.close(), this.model.close(), this.steps.close()],
      ...[this.#github?.close(), this.#asana?.close()],
    ]);
    rmSync(this.prepared.dataDir, { recursive: true, force: true });
  }
}

/** A port on loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/**
 * Waits until something can be observed.
 *
 * @param deadlineMs - gives up with the description; it only bounds a failing test
 */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  deadlineMs = 20_000,
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`not seen within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
