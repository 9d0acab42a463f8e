import { randomBytes } from "node:crypto";
import { type AsanaRef, type EventLog, type Happening, mayHear } from "../events.ts";
import type { Person } from "../model.ts";
import { badRequest, Refusal } from "../refusal.ts";
import type { World } from "../world.ts";
import { DeliveryJournal } from "./delivery.ts";
import { type AsanaFilter, passes } from "./filter.ts";
import { shakeHands, unreachable } from "./handshake.ts";
import { Hook, type HookHost } from "./hook.ts";
import { isLoopback } from "./post.ts";

export interface HooksOptions {
  readonly retryScale: number;
  readonly timeoutMs: number;
  /** False: loopback targets are refused, as Asana does. */
  readonly loopbackTargets: boolean;
  /** Makes the secrets; default 64 random hex digits. */
  readonly newSecret?: () => string;
}

/** Every webhook there is or was. */
export class Hooks {
  readonly journal = new DeliveryJournal();
  /** Deleted ones included. */
  readonly all: Hook[] = [];
  readonly #world: World;
  readonly #options: HooksOptions;
  readonly #host: HookHost;
  readonly #stop = new AbortController();
  #holds = 0;
  #losses = 0;

  constructor(world: World, log: EventLog, options: HooksOptions) {
    this.#world = world;
    this.#options = options;
    this.#host = {
      journal: this.journal,
      now: () => world.now(),
      retryScale: options.retryScale,
      timeoutMs: options.timeoutMs,
      isHeld: () => this.#holds > 0,
      takeLoss: () => this.#takeLoss(),
      onDelivery: () => world.changed({ kind: "delivery" }),
      onGone: () => world.changed({ kind: "webhook" }),
    };
    log.listen((happening) => this.#hear(happening));
  }

  get alive(): Hook[] {
    return this.all.filter(({ gone }) => gone === null);
  }

  find(gid: string): Hook | undefined {
    return this.alive.find(({ terms }) => terms.gid === gid);
  }

  /** Waits for the handshake. @throws Refusal */
  async create(
    owner: Person,
    resource: AsanaRef,
    target: string,
    filters: readonly AsanaFilter[],
  ): Promise<Hook> {
    this.#checkTarget(target);
    this.#checkDuplicate(owner, resource, target);
    const secret = this.#options.newSecret?.() ?? randomBytes(32).toString("hex");
    const gid = this.#world.newGid();
    const at = this.#world.now();
    const opening = { webhook_gid: gid, target, kind: "handshake", events: [] } as const;
    const delivery = this.journal.open({ ...opening, attempt: 1, body: "{}", at });
    const { timeoutMs } = this.#options;
    const stop = this.#stop.signal;
    const refusal = await shakeHands({ target, secret, timeoutMs, stop }, (posted) => {
      if (posted.kind === "failed") delivery.error = posted.error;
      else delivery.status = posted.status;
      this.#world.changed({ kind: "delivery" });
    });
    if (refusal) throw refusal;
    // Another one may have been quicker.
    this.#checkDuplicate(owner, resource, target);
    const createdAt = this.#world.now();
    const hook = new Hook({ gid, owner, resource, target, secret, createdAt, filters }, this.#host);
    this.all.push(hook);
    this.#world.changed({ kind: "webhook" });
    // AS-docs webhooks: the first heartbeat follows the handshake.
    hook.heartbeat();
    return hook;
  }

  heartbeat(gid?: string): void {
    for (const hook of this.alive) {
      if (gid === undefined || hook.terms.gid === gid) hook.heartbeat();
    }
  }

  /** Deliveries wait from now on. @returns lets them go */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      for (const hook of this.alive) hook.wake();
    };
  }

  lose(times: number): void {
    this.#losses += times;
  }

  async tick(): Promise<void> {
    await Promise.all(this.alive.map((hook) => hook.tick()));
  }

  get isIdle(): boolean {
    return this.alive.every(({ isIdle }) => isIdle);
  }

  close(): void {
    this.#stop.abort();
    for (const hook of this.alive) hook.die("the server was closed");
  }

  #hear(happening: Happening): void {
    for (const hook of this.alive) {
      const { owner, resource, filters } = hook.terms;
      if (!happening.scope.has(resource.gid) || !mayHear(happening, owner)) continue;
      if (passes(happening.event, filters)) happening.deliveries.push(hook.push(happening.event));
    }
  }

  #takeLoss(): boolean {
    if (this.#losses === 0) return false;
    this.#losses -= 1;
    return true;
  }

  #checkTarget(target: string): void {
    const url = URL.parse(target);
    // The wording is not confirmed.
    if (!url || !/^https?:$/.test(url.protocol)) throw badRequest("target: Not a valid URL");
    if (!isLoopback(url.hostname)) throw unreachable();
    // AS-oas createWebhook: "Invalid hostnames like localhost will receive a 403 Forbidden".
    if (!this.#options.loopbackTargets) throw new Refusal(403, "Forbidden");
  }

  #checkDuplicate(owner: Person, resource: AsanaRef, target: string): void {
    const same = this.alive.some(
      ({ terms }) =>
        terms.owner === owner && terms.resource.gid === resource.gid && terms.target === target,
    );
    if (!same) return;
    // Asana/node-asana#156, n8n#133.
    throw new Refusal(
      403,
      "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.",
    );
  }
}
