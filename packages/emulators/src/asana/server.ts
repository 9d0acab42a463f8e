import { Wire } from "../wire.ts";
import { Api, type UnknownName } from "./api.ts";
import { Clock } from "./clock.ts";
import { Deeds } from "./deeds.ts";
import { Downloads } from "./downloads.ts";
import { type AsanaEvent, EventLog } from "./events.ts";
import { ASANA_LIMITS, type AsanaLimits, Limits } from "./limits.ts";
import type { Task } from "./model.ts";
import { AsanaScene } from "./scene.ts";
import { type AsanaPerson, Staff } from "./staff.ts";
import { SyncTokens } from "./sync.ts";
import {
  type AsanaSeen,
  type AsanaTaskView,
  type AsanaWebhookView,
  everVisible,
  viewHook,
  viewTask,
} from "./view.ts";
import type { AsanaDelivery } from "./webhook/delivery.ts";
import { Hooks } from "./webhook/hooks.ts";
import type { AsanaPosted } from "./webhook/post.ts";
import { type AsanaChange, World } from "./world.ts";

export interface AsanaOptions {
  /** The bot's personal access token. */
  readonly token: string;
  /** Default `Trunkline`. */
  readonly botName?: string;
  readonly botGid?: string;
  readonly workspaceName?: string;
  /** Epoch milliseconds; {@link AsanaServer.advance} moves it ahead. Default `Date.now`. */
  readonly now?: () => number;
  /**
   * Factor on the waits between webhook attempts; 0.01 makes 5 s into 50 ms. Default 1. With
   * `Infinity` only {@link AsanaServer.advance} tries again.
   */
  readonly retryScale?: number;
  /** How long a webhook may take to answer. Default 10 000, not scaled. */
  readonly webhookTimeoutMs?: number;
  /**
   * Asana refuses webhooks to this machine with 403. The emulator calls nobody else, so it takes
   * them: false brings the refusal back.
   */
  readonly loopbackTargets?: boolean;
  /** Default {@link ASANA_LIMITS}, those of a free workspace. Null: no limits. */
  readonly limits?: AsanaLimits | null;
  /** Of a comment or description. How much Asana takes is not documented. Default 65 536. */
  readonly maxTextChars?: number;
  /** A workspace that pays: it may search. Default false. */
  readonly isPremium?: boolean;
  /** Makes the secrets of webhooks; default 64 random hex digits. */
  readonly newSecret?: () => string;
}

const HOUR_MS = 3600 * 1000;

/**
 * A strict local Asana: the REST API on loopback, the colleagues of the bot, and the deliveries to
 * its webhooks.
 *
 * @example
 * const asana = new AsanaServer({ token: "2/123/456:test" });
 * const apiUrl = await asana.listen(); // ASANA_API_URL
 * const tess = asana.person({ name: "Tess" });
 * const site = asana.project({ name: "Website" });
 * const task = asana.createTask(tess, { name: "Launch", projects: [site] });
 * asana.ask(task, tess, "what is missing?");
 */
export class AsanaServer extends AsanaScene {
  /** Journal, barriers and faults of every API call, named by `operationId`. */
  readonly wire: Wire;
  readonly token: string;
  readonly #bot: AsanaPerson;
  readonly #api: Api;
  readonly #limits: Limits;
  readonly #hooks: Hooks;

  constructor(options: AsanaOptions) {
    const clock = new Clock(options.now ?? Date.now);
    const world = new World(clock, options.workspaceName ?? "Acme");
    const log = new EventLog(world);
    const deeds = new Deeds(world, log);
    super(world, deeds, log);
    this.token = options.token;
    this.#bot = new Staff(world).add({
      name: options.botName ?? "Trunkline",
      token: options.token,
      isApp: true,
      ...(options.botGid === undefined ? {} : { gid: options.botGid }),
    });
    this.#hooks = new Hooks(world, log, {
      retryScale: options.retryScale ?? 1,
      timeoutMs: options.webhookTimeoutMs ?? 10_000,
      loopbackTargets: options.loopbackTargets ?? true,
      ...(options.newSecret ? { newSecret: options.newSecret } : {}),
    });
    const limits = options.limits === undefined ? ASANA_LIMITS : options.limits;
    this.#limits = new Limits(() => world.now(), limits);
    const context = {
      world,
      deeds,
      log,
      hooks: this.#hooks,
      downloads: new Downloads(world, () => this.wire.origin),
      sync: new SyncTokens(world, log),
      maxTextChars: options.maxTextChars ?? 65_536,
      isPremium: options.isPremium ?? false,
    };
    this.#api = new Api(context, this.#limits);
    this.wire = new Wire(this.#api);
  }

  /** @returns what `ASANA_API_URL` is to be */
  async listen(port = 0): Promise<string> {
    return `${await this.wire.listen(port)}/api/1.0`;
  }

  get bot(): AsanaPerson {
    return this.#bot;
  }

  /** The workspace; there is one. */
  get workspace(): { readonly gid: string; readonly name: string } {
    return this.world.workspace;
  }

  /** Every attempt to reach a webhook, handshakes and heartbeats included, in order of starting. */
  get deliveries(): readonly AsanaDelivery[] {
    return this.#hooks.journal.all;
  }

  /** Deleted ones included. */
  get webhooks(): readonly AsanaWebhookView[] {
    return this.#hooks.all.map(viewHook);
  }

  /** Fields and parameters that mean nothing here. A test should find this empty. */
  get unknownNames(): readonly UnknownName[] {
    return this.#api.unknownNames;
  }

  /** In order of creation, without the deleted ones. */
  get tasks(): readonly AsanaTaskView[] {
    const all = [...this.world.tasks.values()];
    return all
      .filter(({ deletedAt }) => deletedAt === null)
      .map((one) => viewTask(this.world, one));
  }

  /** What a colleague sees of a task, and saw before. */
  task(gid: string): AsanaTaskView {
    return viewTask(this.world, this.#find(gid));
  }

  /** Every text that was ever visible among the comments of a task, version by version. */
  everVisible(taskGid: string): AsanaSeen[] {
    return everVisible(this.world, this.#find(taskGid), this.#bot.gid);
  }

  /** 429 for every call, for so many seconds. 0 ends it. */
  rateLimit(seconds: number): void {
    this.#limits.impose(seconds);
  }

  /** Calls from now on are taken in and not worked on: they are concurrent. @returns goes on */
  stall(): () => void {
    return this.#api.stall();
  }

  /** A heartbeat out of turn, for one webhook or for all. */
  heartbeat(webhookGid?: string): void {
    this.#hooks.heartbeat(webhookGid);
  }

  /**
   * Time passes, hour by hour: heartbeats fall due, failed deliveries are tried again, webhooks die
   * after 24 hours without success.
   *
   * @returns when the attempts that fell due have ended
   */
  async advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HOUR_MS) {
      this.world.clock.move(Math.min(left, HOUR_MS));
      await this.#hooks.tick();
    }
  }

  /** Deliveries wait from now on, and travel together afterwards. @returns lets them go */
  holdDeliveries(): () => void {
    return this.#hooks.hold();
  }

  /** The next deliveries of events get lost: "at-most-once" (AS-docs webhooks). */
  lose(times = 1): void {
    this.#hooks.lose(times);
  }

  /** The same bytes `times` times at once, beside the queue. */
  redeliver(delivery: AsanaDelivery, times = 1): Promise<AsanaPosted[]> {
    const hook = this.#hook(delivery.webhook_gid);
    const again = () => hook.postBeside(delivery.body, delivery.events);
    return Promise.all(Array.from({ length: times }, again));
  }

  /**
   * Posts to a webhook once, beside the queue.
   *
   * @param body events, or any text
   * @param options.secret another secret than the webhook's; `null` sends no signature
   */
  post(
    webhookGid: string,
    body: readonly AsanaEvent[] | string,
    options: { readonly secret?: string | null } = {},
  ): Promise<AsanaPosted> {
    const [text, events] =
      typeof body === "string" ? [body, []] : [JSON.stringify({ events: body }), body];
    return this.#hook(webhookGid).postBeside(text, events, options.secret);
  }

  /** @returns an unsubscribe function. */
  onChange(listener: (change: AsanaChange) => void): () => void {
    return this.world.onChange(listener);
  }

  /** Every webhook has accepted everything, or is gone. */
  async idle(): Promise<void> {
    while (!this.#hooks.isIdle) {
      await new Promise<void>((resolve) => {
        const stop = this.onChange(({ kind }) => {
          if (kind !== "delivery" && kind !== "webhook") return;
          stop();
          // After whoever counts the delivery as accepted.
          setImmediate(resolve);
        });
      });
    }
  }

  async close(): Promise<void> {
    this.#hooks.close();
    await this.wire.close();
  }

  #find(gid: string): Task {
    const task = this.world.tasks.get(gid);
    if (!task) throw new Error(`no task ${gid}`);
    return task;
  }

  #hook(gid: string) {
    const hook = this.#hooks.find(gid);
    if (!hook) throw new Error(`no webhook ${gid}`);
    return hook;
  }
}
