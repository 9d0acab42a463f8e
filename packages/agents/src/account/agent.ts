import { DurableObject } from "cloudflare:workers";
import type { Fault, Hooks, Identity, Inbound } from "@trunkline/transport";
import { messageOf } from "@trunkline/transport";
import type * as z from "zod/mini";
import type { App, CoreEnv } from "../app.ts";
import type { Intent } from "../door/protocol.ts";
import { failpoints, type Reach } from "../failpoint.ts";
import { type Log, logger } from "../log.ts";
import { type Timings, timings } from "../timings.ts";
import { Wakeup } from "../wakeup.ts";
import { Accounts } from "./accounts.ts";
import { Directory } from "./directory.ts";
import type { AccountHost } from "./host.ts";
import { Ledger } from "./ledger.ts";
import type { AccountPort, Limits, Reservation, Summary } from "./port.ts";
import { Quota } from "./quota.ts";
import { References } from "./references.ts";
import type { Registration } from "./registration.ts";
import { Registrations } from "./registrations.ts";
import { Sweeper } from "./sweeper.ts";
import type { AccountView } from "./view.ts";
import { Who } from "./who.ts";

/** Calls that change nothing look at the rows this often. */
const LOOK_EVERY_MS = 1_000;

/** Every write of the account. */
const EVERYWHERE = "*";

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
  readonly #wakeup: Wakeup;
  readonly #timings: Timings;
  readonly #log: Log;
  readonly #reach: Reach;
  readonly #references: References<C, E>;
  readonly #ledger: Ledger<C, E>;
  readonly #sweeper: Sweeper<C, E> | null;
  /** Only where the platform wants subscriptions. */
  readonly #registrations: Registrations<C, E> | null;
  readonly #quota: Quota;
  readonly #who: Who<C, E>;
  readonly #accounts: Accounts<C, E>;
  readonly #directory: Directory<C, E>;
  #lookedAt = 0;

  constructor(ctx: DurableObjectState, env: E, app: App<C, E>) {
    super(ctx, env);
    this.#app = app;
    this.#wakeup = new Wakeup((at) => ctx.storage.setAlarm(at));
    this.#timings = timings(env.TIMINGS);
    this.#log = logger("account", app.secrets(env));
    this.#reach = failpoints(env.TRUNKLINE_FAILPOINTS);
    const { sql } = ctx.storage;
    sql.exec(`CREATE TABLE IF NOT EXISTS block (
      scope TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID`);
    const host: AccountHost<C, E> = {
      ...{ app, env, sql, timings: this.#timings, log: this.#log, name: this.#name },
      transaction: (work) => ctx.storage.transactionSync(work),
      block: (scope, fault) => this.#block(scope, fault),
      blockedUntil: (scope, now) => this.#blockedUntil(scope, now),
      look: () => this.#look(),
    };
    const { writesPerSecond, writesAtOnce } = app.platform;
    this.#quota = new Quota(writesPerSecond, this.#timings.platformSecondMs, writesAtOnce);
    this.#who = new Who(host);
    this.#accounts = new Accounts(host);
    this.#directory = new Directory(host);
    this.#references = new References(host, this.#reach);
    this.#ledger = new Ledger(host, this.#reach);
    const keep = (found: readonly (Inbound<C> & { kind: "reference" })[]) =>
      this.#references.keep(found, Date.now());
    // One account sweeps for all; a transport that cannot sweep has none.
    const { sweep, hooks } = app.connect(env);
    this.#registrations = hooks ? new Registrations(host) : null;
    const sweeps = sweep !== undefined && this.#name === app.account(env);
    this.#sweeper = sweeps ? new Sweeper(host, keep) : null;
  }

  async reserve(
    scope: string,
    limits: Limits = {},
    more = 0,
  ): Promise<z.infer<typeof Reservation>> {
    const now = Date.now();
    this.#glance(now);
    const until = this.#blockedUntil(scope, now);
    if (until > now) return { v: 1, at: until, granted: false };
    const at = this.#quota.take(scope, now, limits);
    const spare = at > now ? 0 : this.#quota.spare(more, now, limits);
    return { v: 1, at, granted: true, ...(spare > 0 ? { spare } : {}) };
  }

  async keep(references: string): Promise<void> {
    // Written by the Worker of the same deployment; the context is parsed where it is used.
    this.#references.keep(
      JSON.parse(references) as (Inbound<C> & { kind: "reference" })[],
      Date.now(),
    );
    this.#look();
    await this.#reach("reference:kept");
  }

  /** @returns how many events are looked up once more */
  async revive(): Promise<number> {
    const revived = this.#references.revive(Date.now());
    this.#look();
    return revived;
  }

  async report(scope: string, fault: Fault): Promise<void> {
    this.#block(scope, fault);
  }

  #block(scope: string, fault: Fault): void {
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
    if (fault.kind === "unauthorized") this.#who.refuse(fault);
    this.#log("account.slowed", { account: this.#name, scope: where, fault: fault.kind, wait });
  }

  async note(conversation: string, summary: Summary): Promise<void> {
    const now = Date.now();
    // What is open is to be nudged: the look arms that.
    if (this.#directory.note(conversation, summary, now)) this.#look();
    else this.#glance(now);
  }

  async introduced(account: string): Promise<void> {
    this.#accounts.add(account);
  }

  /** Who the platform says we are; null until it has been asked. */
  async identity(): Promise<Identity | null> {
    this.#glance(Date.now());
    return this.#who.identity;
  }

  async act(intent: string) {
    // Parsed by the door, of the same deployment.
    return this.#ledger.act(JSON.parse(intent) as Intent);
  }

  async acts() {
    return this.#ledger.list();
  }

  /** @throws what the platform's client throws, as the words of its fault */
  async register(resource: string): Promise<Registration> {
    return await this.#asked((all, hooks) => all.register(hooks, resource));
  }

  /** @throws as {@link register} */
  async unregister(which: string): Promise<boolean> {
    return await this.#asked((all, hooks) => all.unregister(hooks, which));
  }

  async #asked<T>(ask: (all: Registrations<C, E>, hooks: Hooks) => Promise<T>): Promise<T> {
    const { hooks } = this.#app.connect(this.env);
    if (!hooks || !this.#registrations) throw new Error("this platform has no registrations");
    try {
      return await ask(this.#registrations, hooks);
    } catch (error) {
      // Not the error itself: it may carry a token, and `retryable`, which job runners obey.
      const { kind, message } = this.#app.platform.classify(error);
      throw new Error(`${kind}: ${message}`);
    }
  }

  async registrations(): Promise<readonly Registration[]> {
    return this.#registrations?.list() ?? [];
  }

  async keepSecret(registration: string, secret: string): Promise<boolean> {
    return this.#registrations?.keep(registration, secret, Date.now()) ?? false;
  }

  async secretOf(registration: string): Promise<string | null> {
    return this.#registrations?.secretOf(registration) ?? null;
  }

  async heard(registration: string): Promise<void> {
    this.#registrations?.heard(registration, Date.now());
    this.#look();
  }

  async list(): Promise<AccountView> {
    const { sql } = this.ctx.storage;
    return {
      name: this.#name,
      accounts: this.#accounts.names.filter((name) => name !== this.#name),
      identity: this.#who.identity,
      refused: this.#who.refused,
      blocked: sql
        .exec<{ scope: string; until: number }>("SELECT * FROM block WHERE until > ?", Date.now())
        .toArray(),
      pace: this.#quota.view(Date.now()),
      references: this.#references.counts(),
      conversations: this.#directory.list(),
    };
  }

  /** Proves that storage can be written; waits a little for what the platform says about us. */
  async ping(): Promise<string> {
    this.ctx.storage.sql.exec("DELETE FROM block WHERE until < ?", Date.now());
    this.#look();
    await this.#who.answered();
    return "ok";
  }

  async abort(): Promise<void> {
    if (this.env.TRUNKLINE_FAILPOINTS) this.ctx.abort("crash test");
  }

  /** Looks after the account. It throws only when the next alarm was refused, and awaits nothing of the network. */
  override async alarm(): Promise<void> {
    this.#wakeup.fired();
    this.#look();
    this.#guarded((now) => [this.#references.prune(now), this.#ledger.prune(now)]);
    await this.#wakeup.written();
  }

  get #name(): string {
    return this.ctx.id.name ?? "";
  }

  /** A look for whoever changes nothing: calls may come by the hundred, and every look arms the next. */
  #glance(now: number): void {
    if (Math.abs(now - this.#lookedAt) >= LOOK_EVERY_MS) this.#look();
  }

  #look(): void {
    this.#guarded((now) => this.#lookAfter(now));
  }

  /** What fails is looked at again, and holds up nobody who has asked for something else. */
  #guarded(work: (now: number) => unknown): void {
    const now = Date.now();
    try {
      work(now);
    } catch (error) {
      this.#log("account.error", { account: this.#name, why: messageOf(error) });
      this.#wakeup.arm(now + this.#timings.keepAliveMs);
    }
  }

  #lookAfter(now: number): void {
    this.#lookedAt = now;
    const { accountMs, keepAliveMs } = this.#timings;
    const due = [
      this.#references.kick(now),
      this.#sweeper?.kick(now) ?? null,
      this.#registrations?.kick(now) ?? null,
      this.#directory.nudge(now),
    ];
    const next = Math.min(now + accountMs, ...due.filter((at) => at !== null));
    const parts = [this.#references, this.#ledger, this.#sweeper, this.#registrations];
    const busy = parts.some((part) => part?.busy);
    this.#wakeup.arm(busy ? Math.min(next, now + keepAliveMs) : next);
    this.#who.kick(now);
    this.#accounts.kick();
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
