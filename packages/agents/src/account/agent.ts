import { DurableObject } from "cloudflare:workers";
import type { Fault, Identity } from "@trunkline/transport";
import { Lifecycle } from "agents/lifecycle";
import type * as z from "zod/mini";
import type { App, CoreEnv } from "../app.ts";
import { notices } from "../chat/notices.ts";
import { type Log, logger } from "../log.ts";
import { type Timings, timings } from "../timings.ts";
import { Wakeup } from "../wakeup.ts";
import { reserve, windowed } from "./pacing.ts";
import { type AccountPort, type Reservation, Summary } from "./port.ts";

/** Every write of the account. */
const EVERYWHERE = "*";
/** Asking the platform who we are; a fault there slows nothing else down. */
const IDENTITY = "identity";

export type DirectoryEntry = {
  conversation: string;
  open: number;
  dead: number;
  undeliverable: number;
  uncertain: number;
  at: number;
};

export interface AccountView {
  readonly name: string;
  readonly identity: Identity | null;
  readonly blocked: readonly { readonly scope: string; readonly until: number }[];
  readonly pace: Pace;
  readonly conversations: readonly DirectoryEntry[];
}

/** How fast the account writes. In memory only: after a restart it counts anew. */
export interface Pace {
  readonly perSecond: number;
  /** When all granted writes would be out if they had been spread evenly; epoch milliseconds. */
  readonly nextAt: number;
  /** Writes of the last minute in the scopes that have a limit for a minute. */
  readonly minute: readonly { readonly scope: string; readonly writes: number }[];
}

/**
 * One bot, installation or token: pacing across its conversations, who it is, and the directory of
 * conversations with anything open, dead or undeliverable. It arms itself from the first call; no cron
 * is needed. If it cannot be reached, writes wait and intake does not.
 */
export abstract class AccountAgent<C, E extends CoreEnv>
  extends DurableObject<E>
  implements AccountPort
{
  readonly #app: App<C, E>;
  readonly #lifecycle: Lifecycle;
  readonly #wakeup: Wakeup;
  readonly #timings: Timings;
  readonly #log: Log;
  /** In memory only: after a restart a short burst is allowed again. */
  #next = 0;
  /** Times of the writes of the last minute, by scope. */
  readonly #granted = new Map<string, number[]>();
  #asking = false;
  #nudgedAt = 0;

  constructor(ctx: DurableObjectState, env: E, app: App<C, E>) {
    super(ctx, env);
    this.#app = app;
    this.#lifecycle = Lifecycle.install(this);
    this.#wakeup = new Wakeup(this.#lifecycle);
    this.#timings = timings(env.TIMINGS);
    this.#log = logger("account", app.secrets(env));
    const { sql } = ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS directory (
      conversation TEXT PRIMARY KEY, open INTEGER NOT NULL, dead INTEGER NOT NULL,
      undeliverable INTEGER NOT NULL, uncertain INTEGER NOT NULL, at INTEGER NOT NULL)
      WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS block (
      scope TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS me (
      one INTEGER PRIMARY KEY, identity TEXT NOT NULL, at INTEGER NOT NULL)`);
  }

  async reserve(scope: string, perMinute?: number): Promise<z.infer<typeof Reservation>> {
    await this.#lifecycle.start();
    this.#look();
    const now = Date.now();
    const until = this.#blockedUntil(scope, now);
    if (until > now) return { v: 1, at: until, granted: false };
    const gapMs = this.#timings.platformSecondMs / this.#app.platform.writesPerSecond;
    const spread = reserve(this.#next, now, gapMs);
    this.#next = spread.next;
    const at = perMinute ? this.#withinMinute(scope, spread.at, perMinute) : spread.at;
    return { v: 1, at, granted: true };
  }

  #withinMinute(scope: string, now: number, most: number): number {
    const minuteMs = 60 * this.#timings.platformSecondMs;
    const granted = (this.#granted.get(scope) ?? []).filter((time) => time > now - minuteMs);
    const at = windowed(granted, now, most, minuteMs);
    this.#granted.set(scope, [...granted, at].slice(-most));
    return at;
  }

  async report(scope: string, fault: Fault): Promise<void> {
    await this.#lifecycle.start();
    const { platformSecondMs, unauthorizedMs } = this.#timings;
    const wait =
      fault.kind === "unauthorized"
        ? unauthorizedMs
        : (fault.retryAfterSeconds ?? 1) * platformSecondMs;
    const where = fault.scope === "account" ? EVERYWHERE : scope;
    this.ctx.storage.sql.exec(
      `INSERT INTO block (scope, until) VALUES (?, ?)
       ON CONFLICT (scope) DO UPDATE SET until = MAX(until, excluded.until)`,
      where,
      Date.now() + wait,
    );
    this.#log("account.slowed", { account: this.#name, scope: where, fault: fault.kind, wait });
  }

  async note(conversation: string, summary: Summary): Promise<void> {
    await this.#lifecycle.start();
    this.#look();
    const { open, dead, undeliverable, uncertain } = Summary.parse(summary);
    const { sql } = this.ctx.storage;
    if (open + dead + undeliverable + uncertain === 0) {
      sql.exec("DELETE FROM directory WHERE conversation = ?", conversation);
      return;
    }
    sql.exec(
      "INSERT OR REPLACE INTO directory VALUES (?, ?, ?, ?, ?, ?)",
      ...[conversation, open, dead, undeliverable, uncertain, Date.now()],
    );
  }

  /** Who the platform says we are; null until it has been asked. */
  async identity(): Promise<Identity | null> {
    await this.#lifecycle.start();
    this.#look();
    return this.#known()?.identity ?? null;
  }

  async list(): Promise<AccountView> {
    await this.#lifecycle.start();
    const { sql } = this.ctx.storage;
    return {
      name: this.#name,
      identity: this.#known()?.identity ?? null,
      blocked: sql
        .exec<{ scope: string; until: number }>("SELECT * FROM block WHERE until > ?", Date.now())
        .toArray(),
      pace: this.#pace(Date.now()),
      conversations: sql
        .exec<DirectoryEntry>("SELECT * FROM directory ORDER BY at DESC LIMIT 500")
        .toArray(),
    };
  }

  #pace(now: number): Pace {
    const since = now - 60 * this.#timings.platformSecondMs;
    const minute = [...this.#granted].map(([scope, times]) => ({
      scope,
      writes: times.filter((at) => at > since).length,
    }));
    return { perSecond: this.#app.platform.writesPerSecond, nextAt: this.#next, minute };
  }

  /** Proves that storage can be written. */
  async ping(): Promise<string> {
    await this.#lifecycle.start();
    this.ctx.storage.sql.exec("DELETE FROM block WHERE until < ?", Date.now());
    this.#look();
    return "ok";
  }

  /** The one job: look after the account. It never throws and awaits nothing of the network. */
  async onJob(): Promise<void> {
    this.#wakeup.fired();
    this.#look();
  }

  get #name(): string {
    return this.ctx.id.name ?? "";
  }

  #look(): void {
    const now = Date.now();
    this.#wakeup.arm(now + this.#timings.accountMs);
    this.#nudge(now);
    const known = this.#known();
    if (!known || now - known.at > this.#timings.accountMs * 24) this.#ask();
  }

  /** Wakes conversations that have had something open for a while: a second line behind alarms. */
  #nudge(now: number): void {
    const { nudgeMs } = this.#timings;
    const open = this.ctx.storage.sql
      .exec<{ conversation: string; at: number }>(
        "SELECT conversation, at FROM directory WHERE open = 1 ORDER BY at LIMIT 50",
      )
      .toArray();
    const [first] = open;
    if (!first) return;
    this.#wakeup.arm(Math.max(now, this.#nudgedAt, first.at) + nudgeMs);
    if (now - this.#nudgedAt < nudgeMs) return;
    this.#nudgedAt = now;
    for (const { conversation } of open.filter(({ at }) => now - at >= nudgeMs)) {
      const lost = () => this.#log("nudge.lost", { conversation });
      void this.env.CHAT.getByName(conversation).nudge().catch(lost);
    }
  }

  /** Asks the platform who we are, detached. */
  #ask(): void {
    const { whoAmI, introduce } = this.#app.connect(this.env);
    const now = Date.now();
    if (this.#asking || !whoAmI || this.#blockedUntil(IDENTITY, now) > now) return;
    this.#asking = true;
    const learn = (identity: Identity) => {
      this.ctx.storage.sql.exec(
        "INSERT OR REPLACE INTO me VALUES (1, ?, ?)",
        JSON.stringify({ id: identity.id, ...(identity.name ? { name: identity.name } : {}) }),
        Date.now(),
      );
    };
    const fail = async (error: unknown) => {
      const fault = this.#app.platform.classify(error);
      this.#log("account.unknown", { account: this.#name, fault: fault.kind });
      await this.report(IDENTITY, { ...fault, retryAfterSeconds: fault.retryAfterSeconds ?? 30 });
    };
    const { commands } = notices();
    const suggested = Object.entries(commands).map(([name, about]) => ({ name, about }));
    void whoAmI()
      .then(async (identity) => {
        learn(identity);
        await introduce?.(suggested);
      })
      .catch(fail)
      .then(() => {
        this.#asking = false;
      });
  }

  #known(): { readonly identity: Identity; readonly at: number } | null {
    const row = this.ctx.storage.sql
      .exec<{ identity: string; at: number }>("SELECT identity, at FROM me")
      .toArray()[0];
    return row ? { identity: JSON.parse(row.identity) as Identity, at: row.at } : null;
  }

  #blockedUntil(scope: string, now: number): number {
    const row = this.ctx.storage.sql
      .exec<{ until: number | null }>(
        "SELECT MAX(until) AS until FROM block WHERE scope IN (?, ?)",
        scope,
        EVERYWHERE,
      )
      .one();
    return row.until ?? now;
  }
}
