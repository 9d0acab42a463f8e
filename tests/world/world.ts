import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelServer, TelegramServer, Wire } from "@trunkline/emulators";
import { type Prepared, prepare, type Running, spawnWorkerd } from "../../scripts/serve/index.ts";
import { launchCommand } from "../../scripts/serve/launch.ts";
import { follow } from "../../scripts/serve/running.ts";
import { FAST } from "./timings.ts";

/** Secrets that must never be found where they do not belong. */
export const CANARIES = {
  TELEGRAM_BOT_TOKEN: "424242:CANARY-bot-token-7f3a9c",
  TELEGRAM_WEBHOOK_SECRET: "CANARY-webhook-secret-51be20",
  ANTHROPIC_API_KEY: "sk-ant-CANARY-model-key-c0ffee", // not a secret
  ADMIN_TOKEN: "CANARY-admin-token-90aa17",
} as const;

export interface WorldOptions {
  readonly timings?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Factor on Telegram's waits between webhook attempts. */
  readonly retryScale?: number;
  /** Sets the far side up before the runtime starts. */
  readonly beforeBoot?: (telegram: TelegramServer) => void;
  /** Telegram's clock. */
  readonly now?: () => number;
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
  /** Everything that every incarnation of the runtime has printed. */
  output = "";
  #runtime: Running | null = null;

  private constructor(parts: {
    telegram: TelegramServer;
    model: ModelServer;
    steps: Wire;
    prepared: Prepared;
  }) {
    this.telegram = parts.telegram;
    this.model = parts.model;
    this.steps = parts.steps;
    this.prepared = parts.prepared;
    this.origin = parts.prepared.apps[0]?.url ?? "";
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
    const prepared = await prepare({
      dataDir: mkdtempSync(join(tmpdir(), "trunkline-")),
      ports: { telegram: await freePort() },
      env: {
        PATH: process.env.PATH,
        ...CANARIES,
        TELEGRAM_API_ROOT: apiRoot,
        TELEGRAM_ALLOWED_USERS: "*",
        ANTHROPIC_BASE_URL: modelRoot,
        TRUNKLINE_FAILPOINTS: stepsRoot,
        TIMINGS: JSON.stringify({ ...FAST, ...options.timings }),
        ...options.env,
      },
    });
    options.beforeBoot?.(telegram);
    const world = new World({ telegram, model, steps, prepared });
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
  async admin(path: string, method: "GET" | "POST" = "GET"): Promise<unknown> {
    const response = await fetch(`${this.origin}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` },
    });
    if (!response.ok) throw new Error(`${method} /admin${path}: ${response.status}`);
    return response.json();
  }

  async close(): Promise<void> {
    await this.kill();
    await Promise.all([this.telegram.close(), this.model.close(), this.steps.close()]);
    rmSync(this.prepared.dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
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
